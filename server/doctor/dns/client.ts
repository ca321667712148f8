/** Asks one DNS server one question: over UDP, and over TCP what doesn't fit or is to be asked so. */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import net, { isIPv6 } from 'node:net';
import * as packet from 'dns-packet';
import { errorCode } from '../../process/error-code';

export interface ServerAddress {
  readonly address: string;
  readonly port: number;
}

export interface Question {
  readonly name: string;
  readonly type: packet.RecordType;
}

export interface AskOptions {
  readonly signal: AbortSignal;
  /** Has it find out, as resolvers do; else it tells what it has itself. */
  readonly recursion?: boolean;
  /** Has a resolver tell what it found even where the signatures are wrong. */
  readonly checkingDisabled?: boolean;
  /** Wants the signatures too. */
  readonly dnssec?: boolean;
  readonly overTcp?: boolean;
  readonly timeoutMs?: number;
}

/** refused: nobody listens there. unreachable: no way from here. garbled: what came is no answer to the question. */
export type Failure = 'silent' | 'refused' | 'unreachable' | 'garbled';

export interface Message {
  readonly failure: null;
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`… */
  readonly rcode: string;
  readonly isAuthoritative: boolean;
  /** It would find out for others: no server of a zone, but a resolver. */
  readonly isResolver: boolean;
  readonly answers: readonly packet.Answer[];
  readonly authorities: readonly packet.Answer[];
  readonly additionals: readonly packet.Answer[];
  /** What a resolver says of why (RFC 8914). */
  readonly reason: string | null;
}

export type Reply = Message | { readonly failure: Failure };
export type Ask = (server: ServerAddress, question: Question, options: AskOptions) => Promise<Reply>;

const TIMEOUT_MS = 1_500;
/** A datagram may be lost: silence is said of who was silent twice. */
const TRIES = 2;
/** Passes every path unbroken (DNS Flag Day 2020). */
const UDP_BYTES = 1232;
const EXTENDED_ERROR = 15;

/** @param text `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1` or `[2001:db8::1]:53` */
export function serverAddressOf(text: string, port = 53): ServerAddress {
  const [, bracketed, inBrackets] = /^\[(.+)\](?::(\d+))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return { address: bracketed, port: Number(inBrackets ?? port) };
  const [, address = text, ownPort] = isIPv6(text) ? [] : (/^(.+):(\d+)$/.exec(text) ?? []);
  return { address, port: Number(ownPort ?? port) };
}

export const ask: Ask = async (server, question, options) => {
  for (let tries = 1; ; tries++) {
    const reply = await askOnce(server, question, options);
    if (reply.failure !== 'silent' || tries === TRIES || options.signal.aborted) return reply;
  }
};

async function askOnce(server: ServerAddress, question: Question, options: AskOptions): Promise<Reply> {
  const query = queryOf(question, options, true);
  if (options.overTcp) return overTcp(server, query, options);
  const reply = await overUdp(server, query, options);
  if (reply.failure !== null) return reply;
  if (reply.isTruncated) return overTcp(server, query, options);
  // Servers from before EDNS understand nothing of it.
  return reply.rcode === 'FORMERR' ? overUdp(server, queryOf(question, options, false), options) : reply;
}

type Received = (Message & { readonly isTruncated: boolean }) | { readonly failure: Failure };

interface Query {
  readonly bytes: Buffer;
  readonly id: number;
  readonly question: Question;
}

function queryOf(question: Question, options: AskOptions, withEdns: boolean): Query {
  const id = randomInt(0x1_0000);
  const opt: packet.OptAnswer = {
    ...{ type: 'OPT', name: '.', udpPayloadSize: UDP_BYTES, extendedRcode: 0, ednsVersion: 0, options: [] },
    flags: options.dnssec ? packet.DNSSEC_OK : 0,
    flag_do: options.dnssec === true,
  };
  const bytes = packet.encode({
    type: 'query',
    id,
    flags:
      (options.recursion ? packet.RECURSION_DESIRED : 0) | (options.checkingDisabled ? packet.CHECKING_DISABLED : 0),
    questions: [question],
    additionals: withEdns ? [opt] : [],
  });
  return { bytes, id, question };
}

const FAILURES: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: 'refused',
  ...{ ENETUNREACH: 'unreachable', EHOSTUNREACH: 'unreachable', EADDRNOTAVAIL: 'unreachable', EACCES: 'unreachable' },
};
const failureOf = (error: unknown): Received => ({ failure: FAILURES[errorCode(error)] ?? 'silent' });

function overUdp(server: ServerAddress, query: Query, options: AskOptions): Promise<Received> {
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
  return settled(options, (settle) => {
    socket.on('error', (error) => settle(failureOf(error)));
    socket.on('message', (bytes) => {
      const reply = readReply(bytes, query);
      // Another's answer, or a forged one: the true one may still come.
      if (reply) settle(reply);
    });
    // Connected, so that the system tells what nobody listens to, and takes answers from there alone. With a failure it
    // calls back too, other than its types say.
    socket.connect(server.port, server.address, (error?: Error) => {
      if (error) settle(failureOf(error));
      else socket.send(query.bytes);
    });
    return () => socket.close();
  });
}

function overTcp(server: ServerAddress, query: Query, options: AskOptions): Promise<Received> {
  const socket = net.connect({ host: server.address, port: server.port });
  return settled(options, (settle) => {
    const chunks: Buffer[] = [];
    socket.on('error', (error) => settle(failureOf(error)));
    socket.on('close', () => settle({ failure: 'garbled' }));
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return;
      settle(readReply(bytes.subarray(2, 2 + bytes.readUInt16BE(0)), query) ?? { failure: 'garbled' });
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.bytes.length);
    socket.write(Buffer.concat([length, query.bytes]));
    return () => socket.destroy();
  });
}

/** The first that is said counts; silence after the time is one too. */
function settled(
  { signal, timeoutMs = TIMEOUT_MS }: AskOptions,
  start: (settle: (received: Received) => void) => () => void,
): Promise<Received> {
  return new Promise((resolve) => {
    const settle = (received: Received): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      resolve(received);
      end?.();
      end = null;
    };
    const giveUp = (): void => settle({ failure: 'silent' });
    // What has come while this process was busy is read first.
    const timer = setTimeout(() => setImmediate(giveUp), timeoutMs);
    signal.addEventListener('abort', giveUp, { once: true });
    let end: (() => void) | null = start(settle);
    if (signal.aborted) giveUp();
  });
}

/** @returns null for what answers another question */
function readReply(bytes: Buffer, { id, question }: Query): Received | null {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== id) return null;
  try {
    const decoded = packet.decode(bytes) as packet.DecodedPacket & { readonly rcode: string };
    // The library reads on past the end of what breaks off.
    if (packet.decode.bytes > bytes.length) return { failure: 'garbled' };
    const [asked] = decoded.questions ?? [];
    // One that can't read a question may leave it out.
    if (asked && (!isSameName(asked.name, question.name) || asked.type !== question.type)) return null;
    const { answers = [], authorities = [], additionals = [] } = decoded;
    return {
      ...{ failure: null, rcode: decoded.rcode, answers, authorities, additionals },
      isAuthoritative: decoded.flag_aa,
      isResolver: decoded.flag_ra,
      isTruncated: decoded.flag_tc,
      reason: reasonOf(additionals),
    };
  } catch {
    return { failure: 'garbled' };
  }
}

const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function reasonOf(additionals: readonly packet.Answer[]): string | null {
  for (const record of additionals) {
    if (record.type !== 'OPT') continue;
    for (const { code, data } of record.options as readonly { readonly code: number; readonly data?: Buffer }[])
      if (code === EXTENDED_ERROR && data && data.length >= 2)
        return `extended error ${data.readUInt16BE(0)} ${data.toString('utf8', 2)}`.trim();
  }
  return null;
}
