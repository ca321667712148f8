/** Whether somebody lets in at a port, and no more. */
import { connect, type Socket } from 'node:net';
import type { PortState } from '../health/facts/network';
import { errorCode } from '../process/error-code';
import { inTime, orNull, TooLate, twice } from './patience';

const STATES: Readonly<Record<string, PortState>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  EAFNOSUPPORT: 'no-route',
  ETIMEDOUT: 'silent',
  // Sent away by a firewall in the middle of it.
  ECONNRESET: 'refused',
};

export async function knock(address: string, port: number, signal: AbortSignal): Promise<PortState> {
  try {
    const socket = await twice(() => inTime(signal, (until) => open(address, port, until)));
    socket.destroy();
    return 'connected';
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooLate) return 'silent';
    const state = STATES[errorCode(error)];
    if (state === undefined) throw error;
    return state;
  }
}

/** Of a door that should be shut: silence is as good as a refusal there, so that it isn't waited for long, nor twice. */
const SHUT_MS = 1_500;

export async function letsIn(address: string, port: number, signal: AbortSignal): Promise<boolean> {
  const opened = inTime(signal, (until) => open(address, port, until), SHUT_MS);
  const socket = await orNull(signal, opened);
  socket?.destroy();
  return socket !== null;
}

export function open(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, signal });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

/** The first bytes of what is said to these. @throws Error when the connection ends without any */
export async function firstWords(
  { address, port }: { readonly address: string; readonly port: number },
  words: Uint8Array | string,
  signal: AbortSignal,
): Promise<Buffer> {
  const socket = await open(address, port, signal);
  try {
    return await new Promise((resolve, reject) => {
      socket.once('data', (data: Buffer) => resolve(data));
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the connection ended without a word')));
      socket.write(words);
    });
  } finally {
    socket.destroy();
  }
}
