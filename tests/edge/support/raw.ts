/** Clients that say what no library would: bytes as they are, over TLS, and HTTP/2 frame by frame. */
import net from 'node:net';
import tls from 'node:tls';
import { closeLater, DOMAIN, tlsTo, until, type RunningEdge } from './edge';

export interface RawConnection {
  readonly socket: net.Socket;
  /** Everything that has come, as one byte a character. */
  readonly received: () => string;
  readonly closed: () => boolean;
  /** Waits until the other side has closed. */
  ended(): Promise<string>;
  /** Waits for the answer's head and, by its content-length, its body. */
  answered(): Promise<string>;
}

function watch(socket: net.Socket): RawConnection {
  let received = '';
  let closed = false;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => (received += chunk));
  socket.on('error', () => undefined);
  socket.once('close', () => (closed = true));
  closeLater(() => socket.destroy());
  const whole = (): boolean => {
    const head = received.indexOf('\r\n\r\n');
    const length = /^content-length: (\d+)\r$/im.exec(received)?.[1];
    return head !== -1 && received.length >= head + 4 + Number(length ?? 0);
  };
  return {
    socket,
    received: () => received,
    closed: () => closed,
    async ended() {
      await until(() => closed);
      return received;
    },
    async answered() {
      await until(() => closed || whole());
      return received;
    },
  };
}

export async function connectRaw(
  edge: RunningEdge,
  options: { readonly protocol?: 'h2' | 'http/1.1' } = {},
): Promise<RawConnection> {
  const socket = tls.connect(tlsTo(edge, { ALPNProtocols: [options.protocol ?? 'http/1.1'] }));
  const connection = watch(socket);
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return connection;
}

export async function sayRaw(edge: RunningEdge, text: string): Promise<RawConnection> {
  const connection = await connectRaw(edge);
  connection.socket.write(text);
  return connection;
}

/** Before any handshake. */
export async function connectPlain(port: number, from = '127.0.0.1'): Promise<RawConnection> {
  const socket = net.connect({ port, host: '127.0.0.1', localAddress: from });
  const connection = watch(socket);
  await until(() => connection.closed() || !socket.connecting);
  return connection;
}

export const FRAME = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
};
export const FLAG = { none: 0, endStream: 1, endHeaders: 4, ack: 1 };
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

export function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  // RFC 7541, 5.1: a length of 127 and more continues in the next byte.
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const rest: number[] = [];
  let left = bytes.length - 127;
  while (left >= 128) {
    rest.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  return Buffer.concat([Buffer.from([127, ...rest, left]), bytes]);
}

/** Header fields as HPACK literals that are not remembered. */
export function fields(list: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(list.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

export const requestFields = (
  extra: readonly (readonly [string, string])[] = [],
  pseudo: Readonly<Record<string, string>> = {},
): (readonly [string, string])[] => {
  const all = { ':method': 'GET', ':scheme': 'https', ':authority': `${DOMAIN}:8443`, ':path': '/', ...pseudo };
  return [...Object.entries(all), ...extra];
};

export const requestFrame = (list = requestFields(), stream = 1): Buffer =>
  frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, stream, fields(list));

/** SETTINGS_INITIAL_WINDOW_SIZE 0: nobody may send anything of an answer. */
export const SHUT_WINDOW = Buffer.concat([Buffer.from([0, 4]), uint32(0)]);

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

export interface RawHttp2 extends RawConnection {
  readonly frames: () => readonly Frame[];
  has(...types: readonly number[]): boolean;
  send(...frames: readonly Buffer[]): void;
}

function parseFrames(received: string): Frame[] {
  const bytes = Buffer.from(received, 'latin1');
  const frames: Frame[] = [];
  for (let at = 0; at + 9 <= bytes.length;) {
    const end = at + 9 + bytes.readUIntBE(at, 3);
    if (end > bytes.length) break;
    const [type, flags, stream] = [bytes.readUInt8(at + 3), bytes.readUInt8(at + 4), bytes.readUInt32BE(at + 5)];
    frames.push({ type, flags, stream, payload: bytes.subarray(at + 9, end) });
    at = end;
  }
  return frames;
}

/** A session that has been opened and has said nothing else yet. */
export async function connectRawHttp2(edge: RunningEdge, settings: Buffer = Buffer.alloc(0)): Promise<RawHttp2> {
  const connection = await connectRaw(edge, { protocol: 'h2' });
  connection.socket.write(Buffer.concat([Buffer.from(PREFACE), frame(FRAME.settings, FLAG.none, 0, settings)]));
  const frames = (): Frame[] => parseFrames(connection.received());
  return {
    ...connection,
    frames,
    has: (...types) => frames().some(({ type }) => types.includes(type)),
    send: (...sent) => void connection.socket.write(Buffer.concat(sent)),
  };
}
