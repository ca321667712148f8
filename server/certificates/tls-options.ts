/** The TLS that the edge speaks; here because a pair is tried with it before it is believed (handshake.ts). */
import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

/** AEAD with forward secrecy only; the ECDSA ones for our own keys, the RSA ones for an owner's file. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

/** Given at creation and again with every new certificate. The reasons are in docs/decisions/0009. */
export const TLS_OPTIONS: SecureContextOptions = {
  minVersion: 'TLSv1.2',
  ciphers: CIPHERS.join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  // A constant: Node's default is a hash of the command line, which differs between releases.
  sessionIdContext: 'essence-aura',
  /** Seconds a session ticket may be used. */
  sessionTimeout: 6 * 60 * 60,
};
