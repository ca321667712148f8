/** A mail server of a few lines, to see what really goes over the wire. */
import { createServer, type AddressInfo, type Socket } from 'node:net';

interface Received {
  readonly from: string;
  readonly recipients: readonly string[];
  /** Headers and bodies as they came. */
  readonly data: string;
}

export interface SmtpBehaviour {
  /** Answers to commands that should differ from "all right", such as `{ RCPT: '550 no such user' }`. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly silent?: boolean;
  /** Offered after EHLO, such as `STARTTLS`. */
  readonly extensions?: readonly string[];
  /** Where it listens; on a free port of loopback unless told otherwise. */
  readonly address?: string;
  readonly port?: number;
}

export type SmtpServer = Awaited<ReturnType<typeof startSmtpServer>>;

export async function startSmtpServer(behaviour: SmtpBehaviour = {}) {
  const received: Received[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    if (behaviour.silent) return;
    converse(socket, behaviour, commands, received);
  });
  server.listen(behaviour.port ?? 0, behaviour.address ?? '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    commands,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function converse(socket: Socket, behaviour: SmtpBehaviour, commands: string[], received: Received[]): void {
  let pending = '';
  let inData = false;
  let from = '';
  let recipients: string[] = [];
  const say = (line: string): void => void socket.write(`${line}\r\n`);

  const answer = (line: string): void => {
    commands.push(line);
    const verb = line.split(/[ :]/, 1)[0]!.toUpperCase();
    const scripted = behaviour.answers?.[verb];
    if (scripted) return say(scripted);
    if (verb === 'EHLO') {
      for (const extension of behaviour.extensions ?? []) say(`250-${extension}`);
      return say('250 8BITMIME');
    }
    if (verb === 'MAIL') [from, recipients] = [line, []];
    if (verb === 'RCPT') recipients.push(line);
    if (verb === 'DATA') {
      inData = true;
      return say('354 go on');
    }
    if (verb === 'QUIT') {
      say('221 bye');
      return void socket.end();
    }
    say('250 all right');
  };

  say('220 test');
  socket.setEncoding('utf8').on('data', (chunk) => {
    pending += String(chunk);
    for (;;) {
      if (inData) {
        const end = pending.indexOf('\r\n.\r\n');
        if (end < 0) return;
        received.push({ from, recipients, data: pending.slice(0, end) });
        pending = pending.slice(end + 5);
        inData = false;
        say(behaviour.answers?.['END'] ?? '250 taken');
      } else {
        const end = pending.indexOf('\r\n');
        if (end < 0) return;
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        answer(line);
      }
    }
  });
}
