/** A name server of old: it says NOTIMP to what it has never heard of, and all else as the one that it asks. */
import { createSocket } from 'node:dgram';
import net from 'node:net';
import { decode, encode } from 'dns-packet';
import type { Undo } from './namespaces';

const NOTIMP = 4;

/** @returns null for what is passed on */
function refusalOf(query: Buffer, type: string): Buffer | null {
  const { id = 0, questions = [] } = decode(query);
  if (questions[0]?.type !== type) return null;
  return encode({ type: 'response', id, flags: NOTIMP, questions });
}

export async function startStubbornServer(
  address: string,
  { ignores, asks }: { readonly ignores: string; readonly asks: string },
): Promise<Undo> {
  const udp = createSocket('udp4');
  udp.on('message', (query, peer) => {
    const refusal = refusalOf(query, ignores);
    if (refusal) return udp.send(refusal, peer.port, peer.address);
    const onward = createSocket('udp4');
    onward.once('message', (answer) => {
      udp.send(answer, peer.port, peer.address);
      onward.close();
    });
    onward.send(query, 53, asks);
  });
  const tcp = net.createServer((from) => {
    const to = net.connect(53, asks);
    for (const one of [from, to]) one.once('error', () => void (from.destroy(), to.destroy()));
    from.once('data', (first: Buffer) => {
      const refusal = refusalOf(first.subarray(2), ignores);
      if (!refusal) return void (to.write(first), from.pipe(to).pipe(from));
      const length = Buffer.alloc(2);
      length.writeUInt16BE(refusal.length);
      from.end(Buffer.concat([length, refusal]));
      to.destroy();
    });
  });
  await new Promise<void>((resolve) => udp.bind(53, address, resolve));
  await new Promise<void>((resolve) => tcp.listen(53, address, resolve));
  return () => {
    udp.close();
    tcp.close();
  };
}
