/** A program of its own on the shop's machine: passes on what comes to a port, with one thing done to it. */
import net from 'node:net';

export interface Relay {
  readonly address: string;
  readonly port: number;
  /** Of this machine. */
  readonly to: number;
  /** Ends connections that lie idle for so long, without a word of it before. */
  readonly idleMs?: number;
  /** A header that gets lost: its name in lower case. */
  readonly loses?: string;
}

const { address, port, to: target, idleMs = 0, loses } = JSON.parse(process.argv[2] ?? '{}') as Relay;
/** As long as before, so that nothing else of a message changes. */
const without = (chunk: Buffer, name: string): Buffer =>
  Buffer.from(
    chunk.toString('latin1').replaceAll(new RegExp(`^${name}(?=:)`, 'gim'), 'x'.repeat(name.length)),
    'latin1',
  );

net
  .createServer((from) => {
    const to = net.connect(target, '127.0.0.1');
    for (const one of [from, to]) {
      one.once('error', () => void (from.destroy(), to.destroy()));
      one.once('close', () => void (from.destroy(), to.destroy()));
    }
    from.setTimeout(idleMs, () => void from.destroy());
    from.on('data', (chunk: Buffer) => to.write(loses === undefined ? chunk : without(chunk, loses)));
    to.on('data', (chunk: Buffer) => from.write(idleMs === 0 ? chunk : without(chunk, 'keep-alive')));
    from.once('end', () => to.end());
    to.once('end', () => from.end());
  })
  .listen(port, address, () => process.send?.('ready'));
