/** What the edge promises and tolerates: TLS, HSTS, deadlines. */
import type { SecureServerOptions } from 'node:http2';

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

/** Given at creation and again with every new certificate. */
export const TLS_OPTIONS: SecureServerOptions = {
  minVersion: 'TLSv1.2',
  ciphers: CIPHERS.join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
  // A constant: Node's default is a hash of the command line, which differs between releases.
  sessionIdContext: 'essence-aura',
  /** Seconds a session ticket may be used. */
  sessionTimeout: 6 * 60 * 60,
  handshakeTimeout: 10_000,
  settings: { maxConcurrentStreams: 100 },
};

/** Short until the owner has confirmed that HTTPS stays: whoever saw it can't go back before it has passed. */
export const HSTS = 'max-age=300';

/** Of both listeners; HTTP/1.1 on the secure one reads them too. */
export const SERVER_LIMITS = {
  /** For a request's head. */
  headersTimeout: 15_000,
  /** For a whole request: 20 MB in it is 170 kB/s. */
  requestTimeout: 120_000,
  /** An idle connection of a browser. */
  keepAliveTimeout: 30_000,
} as const;
