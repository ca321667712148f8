/** Pairs that are well formed and that no browser can be served with, made by Debian's `openssl` (of testssl.sh). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { KeyAndCertificate } from '../../../server/certificates/issue';
import { allNames } from './edge';

export type RefusedKind = 'SHA-1 intermediate' | 'RSA-512' | 'secp256k1' | 'DSA';

type OpenSsl = (...args: string[]) => void;

const SELF_SIGNED = ['-x509', '-subj', '/CN=refused', '-days', '30', '-nodes', '-out', 'chain.pem'];

function withNames(directory: string, names: readonly string[]): string[] {
  const list = names.map((name) => `${/^[\d.:]+$/.test(name) ? 'IP' : 'DNS'}:${name}`).join(',');
  writeFileSync(path.join(directory, 'leaf.ext'), `subjectAltName=${list}\n`);
  writeFileSync(path.join(directory, 'ca.ext'), 'basicConstraints=critical,CA:TRUE\n');
  return ['-addext', `subjectAltName=${list}`];
}

const MAKERS: Readonly<Record<RefusedKind, (openssl: OpenSsl, names: string[]) => void>> = {
  'RSA-512': (openssl, names) => {
    openssl('genrsa', '-out', 'key.pem', '512');
    openssl('req', ...SELF_SIGNED, ...names, '-new', '-key', 'key.pem');
  },
  secp256k1: (openssl, names) => {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'];
    openssl('req', ...SELF_SIGNED, ...names, ...curve, '-keyout', 'key.pem');
  },
  DSA: (openssl, names) => {
    openssl('dsaparam', '-out', 'parameters.pem', '1024');
    openssl('gendsa', '-out', 'traditional.pem', 'parameters.pem');
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'traditional.pem', '-out', 'key.pem');
    openssl('req', ...SELF_SIGNED, ...names, '-new', '-key', 'key.pem');
  },
  'SHA-1 intermediate': (openssl) => {
    const request = (name: string): string[] => ['-new', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`];
    const sign = (ca: string): string[] => [
      '-CA',
      `${ca}.pem`,
      '-CAkey',
      `${ca}.key`,
      '-CAcreateserial',
      '-days',
      '30',
    ];
    openssl('req', '-x509', ...request('root'), '-days', '30', '-keyout', 'root.key', '-out', 'root.pem');
    openssl('req', ...request('middle'), '-keyout', 'middle.key', '-out', 'middle.csr');
    openssl('x509', '-req', '-sha1', '-in', 'middle.csr', ...sign('root'), '-extfile', 'ca.ext', '-out', 'middle.pem');
    openssl('req', ...request('leaf'), '-keyout', 'key.pem', '-out', 'leaf.csr');
    openssl('x509', '-req', '-in', 'leaf.csr', ...sign('middle'), '-extfile', 'leaf.ext', '-out', 'chain.pem');
  },
};

/** Each kind is made once a test file: keys of some take seconds. */
const made = new Map<RefusedKind, KeyAndCertificate>();

export function refusedPair(kind: RefusedKind): KeyAndCertificate {
  const pair = made.get(kind) ?? make(kind);
  made.set(kind, pair);
  return pair;
}

function make(kind: RefusedKind): KeyAndCertificate {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'refused-'));
  const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');
  try {
    const openssl: OpenSsl = (...args) => void execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
    MAKERS[kind](openssl, withNames(directory, allNames()));
    return {
      key: read('key.pem'),
      chain: read('chain.pem') + (kind === 'SHA-1 intermediate' ? read('middle.pem') : ''),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
