/** A TLS handshake as a browser begins it, with whatever is served: what of it is right is judged elsewhere. */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type DetailedPeerCertificate } from 'node:tls';
import type { HandshakeOutcome, TlsVersion } from '../health/facts/tls';
import { errorCode } from '../process/error-code';
import { firstWords, open } from './knock';
import { ANSWER_MS, inTime, stopwatch, TooLate } from './patience';

export interface Shaken {
  readonly outcome: HandshakeOutcome;
  readonly code: string | null;
  readonly tookMs: number;
  readonly alpn: string | null;
  /** As they were sent, the server's own first. */
  readonly chain: readonly X509Certificate[];
}

export interface Hand {
  readonly address: string;
  readonly port: number;
  /** null: none is said. */
  readonly serverName: string | null;
  readonly version?: TlsVersion;
}

/** With an empty list of roots, Node adds none to the certificates that were sent. */
const NO_ROOTS: ConnectionOptions = { ca: [], rejectUnauthorized: false };
/** OpenSSL speaks TLS 1.0 and 1.1 at this level only. */
const ANY_LEVEL = 'DEFAULT:@SECLEVEL=0';
/** Beyond what counts as slow (health/faults/tls.ts), so that how slow it is can be told. */
const HANDSHAKE_MS = ANSWER_MS + 500;

/** @throws Error where not even TCP connects */
export async function shake(hand: Hand, signal: AbortSignal): Promise<Shaken> {
  const tookMs = stopwatch();
  const failed = (outcome: HandshakeOutcome, code: string | null): Shaken => ({
    outcome,
    code,
    tookMs: tookMs(),
    alpn: null,
    chain: [],
  });
  try {
    const { alpn, chain } = await inTime(signal, (until) => shakeOnce(hand, until), HANDSHAKE_MS);
    return { outcome: 'done', code: null, tookMs: tookMs(), alpn, chain };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooLate) return failed('stalled', null);
    const code = errorCode(error);
    if (code.includes('ALERT')) return failed('alert', code);
    if (code.startsWith('ERR_SSL_') && (await speaksPlainHttp(hand, signal))) return failed('plain-http', code);
    return failed(code.startsWith('ERR_SSL_') ? 'alert' : 'closed', code);
  }
}

async function shakeOnce(
  { address, port, serverName, version }: Hand,
  signal: AbortSignal,
): Promise<Pick<Shaken, 'alpn' | 'chain'>> {
  const socket = await open(address, port, signal);
  try {
    return await new Promise((resolve, reject) => {
      const secure = connect({
        ...NO_ROOTS,
        socket,
        ALPNProtocols: ['h2', 'http/1.1'],
        ...(serverName === null || isIP(serverName) !== 0 ? {} : { servername: serverName }),
        ...(version === undefined ? {} : { minVersion: version, maxVersion: version }),
        ...(version === 'TLSv1' || version === 'TLSv1.1' ? { ciphers: ANY_LEVEL } : {}),
      });
      const end = (): void => void secure.destroy(new TooLate('no time left'));
      signal.addEventListener('abort', end, { once: true });
      secure.once('secureConnect', () => {
        const alpn = secure.alpnProtocol;
        resolve({ alpn: typeof alpn === 'string' ? alpn : null, chain: chainOf(secure.getPeerCertificate(true)) });
      });
      secure.on('error', reject);
      secure.once('close', () => {
        signal.removeEventListener('abort', end);
        reject(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
      });
    });
  } finally {
    socket.destroy();
  }
}

/** Node's types say that there is always one. */
const issuerOf = ({ issuerCertificate }: DetailedPeerCertificate): DetailedPeerCertificate | undefined =>
  issuerCertificate;

function chainOf(leaf: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  const seen = new Set<string>();
  for (let at: DetailedPeerCertificate | undefined = leaf; at; at = issuerOf(at)) {
    // A root names itself.
    if (seen.has(at.fingerprint256)) break;
    seen.add(at.fingerprint256);
    chain.push(new X509Certificate(at.raw));
  }
  return chain;
}

async function speaksPlainHttp({ address, port }: Hand, signal: AbortSignal): Promise<boolean> {
  const ask = `GET / HTTP/1.1\r\nHost: ${address.includes(':') ? `[${address}]` : address}\r\nConnection: close\r\n\r\n`;
  const words = await inTime(signal, (until) => firstWords({ address, port }, ask, until)).catch(() => null);
  signal.throwIfAborted();
  return words?.toString('latin1').startsWith('HTTP/') === true;
}
