/** Pairs that are well formed and that no browser would take, made by Debian's `openssl` (of testssl.sh). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { KeyAndCertificate } from '../../../server/certificates/issue';
import { allNames } from './edge';

export type RefusedKind =
  | 'SHA-1 intermediate'
  | 'RSA-1024 intermediate'
  | 'intermediate that is no CA'
  | 'RSA-512'
  | 'RSA-2047'
  | 'secp256k1'
  | 'DSA'
  | 'clientAuth';

type OpenSsl = (...args: string[]) => void;

const SELF_SIGNED = ['-x509', '-subj', '/CN=refused', '-days', '30', '-nodes', '-out', 'chain.pem'];

function withNames(directory: string, names: readonly string[]): string[] {
  const list = names.map((name) => `${/^[\d.:]+$/.test(name) ? 'IP' : 'DNS'}:${name}`).join(',');
  writeFileSync(path.join(directory, 'leaf.ext'), `subjectAltName=${list}\n`);
  writeFileSync(path.join(directory, 'ca.ext'), 'basicConstraints=critical,CA:TRUE\n');
  return ['-addext', `subjectAltName=${list}`];
}

type Maker = (openssl: OpenSsl, names: string[]) => void;

const rsa =
  (bits: number): Maker =>
  (openssl, names) => {
    openssl('genrsa', '-out', 'key.pem', String(bits));
    openssl('req', ...SELF_SIGNED, ...names, '-new', '-key', 'key.pem');
  };

/** A leaf that is as it should be, signed by an intermediate that isn't. */
const signedBy =
  (intermediate: { readonly bits?: number; readonly digest?: string; readonly extensions?: string }): Maker =>
  (openssl) => {
    const { bits = 2048, digest = 'sha256', extensions = 'ca.ext' } = intermediate;
    const request = (name: string, size = 2048): string[] => [
      ...['-new', '-newkey', `rsa:${size}`, '-nodes', '-subj', `/CN=${name}`],
    ];
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
    openssl('req', ...request('middle', bits), '-keyout', 'middle.key', '-out', 'middle.csr');
    const signed = [...sign('root'), '-extfile', extensions, '-out', 'middle.pem'];
    openssl('x509', '-req', `-${digest}`, '-in', 'middle.csr', ...signed);
    openssl('req', ...request('leaf'), '-keyout', 'key.pem', '-out', 'leaf.csr');
    openssl('x509', '-req', '-in', 'leaf.csr', ...sign('middle'), '-extfile', 'leaf.ext', '-out', 'leaf.pem');
  };

const MAKERS: Readonly<Record<RefusedKind, Maker>> = {
  'RSA-512': rsa(512),
  'RSA-2047': rsa(2047),
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
  clientAuth: (openssl, names) => {
    const usage = ['-addext', 'extendedKeyUsage=clientAuth'];
    openssl('req', ...SELF_SIGNED, ...names, ...usage, '-newkey', 'rsa:2048', '-keyout', 'key.pem');
  },
  'SHA-1 intermediate': signedBy({ digest: 'sha1' }),
  'RSA-1024 intermediate': signedBy({ bits: 1024 }),
  'intermediate that is no CA': signedBy({ extensions: 'leaf.ext' }),
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
    const chain = kind.includes('intermediate') ? read('leaf.pem') + read('middle.pem') : read('chain.pem');
    return { key: read('key.pem'), chain };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
