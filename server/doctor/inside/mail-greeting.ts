/** A mail server up to its greeting, encrypted as mails will be (RFC 5321, RFC 3207). Nobody signs in, nothing is sent. */
import net from 'node:net';
import tls from 'node:tls';

const SMTP_PORT = 587;
const SMTPS_PORT = 465;
/** Of one answer; a server that goes on for ever is none. */
const MOST_CHARACTERS = 16_384;

export interface Greeting {
  readonly host: string;
  readonly port: number;
}

export function placeOf(mailUrl: string): Greeting & { readonly isEncrypted: boolean } {
  const { protocol, hostname, port } = new URL(mailUrl);
  const isEncrypted = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(port) || (isEncrypted ? SMTPS_PORT : SMTP_PORT), isEncrypted };
}

/** @param ca roots @throws Error with why mails would not leave */
export async function greet(
  mailUrl: string,
  { ca, signal }: { ca: readonly string[]; signal: AbortSignal },
): Promise<void> {
  const { host, port, isEncrypted } = placeOf(mailUrl);
  const secured = { ca: [...ca], ...(net.isIP(host) === 0 ? { servername: host } : {}) };
  let socket: net.Socket = isEncrypted ? tls.connect({ host, port, ...secured }) : net.connect({ host, port });
  const stop = (): void => void socket.destroy(new Error('no answer in time'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await answer(socket, 220);
    const offered = await say(socket, 'EHLO doctor.invalid', 250);
    if (!isEncrypted && /^250[- ]STARTTLS\s*$/im.test(offered)) {
      await say(socket, 'STARTTLS', 220);
      socket = tls.connect({ socket, host, ...secured });
      await say(socket, 'EHLO doctor.invalid', 250);
    }
    socket.write('QUIT\r\n');
  } finally {
    signal.removeEventListener('abort', stop);
    socket.on('error', () => undefined).destroy();
  }
}

function say(socket: net.Socket, line: string, expected: number): Promise<string> {
  const answered = answer(socket, expected);
  socket.write(`${line}\r\n`);
  return answered;
}

function answer(socket: net.Socket, expected: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const end = (): void => {
      socket.off('data', hear).off('error', fail).off('close', closed);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    const closed = (): void => fail(new Error('it closed the connection'));
    const hear = (chunk: Buffer): void => {
      said += chunk.toString('latin1');
      if (said.length > MOST_CHARACTERS) return fail(new Error('it goes on without an end'));
      const last = /^(\d{3}) .*\r?\n$/m.exec(said);
      if (!last || !said.endsWith('\n')) return;
      end();
      if (Number(last[1]) === expected) resolve(said);
      else reject(new Error(`it answered ${said.trim().slice(0, 200)}`));
    };
    socket.on('data', hear).on('error', fail).on('close', closed);
  });
}
