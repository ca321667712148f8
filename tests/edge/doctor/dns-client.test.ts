/** One question to one server, whatever the server makes of it. */
import { createSocket } from 'node:dgram';
import net from 'node:net';
import * as packet from 'dns-packet';
import {
  ask,
  serverAddressOf,
  type AskOptions,
  type Reply,
  type ServerAddress,
} from '../../../server/doctor/dns/client';
import { freePort } from '../../setup/ports';
import { closeAll, closeLater } from '../support/edge';

afterAll(closeAll);

const QUESTION = { name: 'essence-aura.test', type: 'A' } as const;
const signal = new AbortController().signal;
const OPTIONS: AskOptions = { signal, timeoutMs: 1_000 };
const RECORD: packet.Answer = { name: QUESTION.name, type: 'A', ttl: 60, data: '18.64.1.7' };

type Answering = (query: packet.DecodedPacket, count: number) => Buffer | null;

const answer = ({ id = 0, questions = [] }: packet.DecodedPacket, more: Partial<packet.Packet> = {}): Buffer =>
  packet.encode({ type: 'response', id, questions, answers: [RECORD], flags: packet.AUTHORITATIVE_ANSWER, ...more });

/** @returns where it is, and how often it was asked over each */
async function startServer(overUdp: Answering, overTcp?: Answering) {
  const asked = { udp: 0, tcp: 0 };
  const socket = createSocket('udp4');
  socket.on('message', (bytes, { port, address }) => {
    asked.udp += 1;
    const reply = overUdp(packet.decode(bytes), asked.udp);
    if (reply) socket.send(reply, port, address);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
  closeLater(() => new Promise<void>((resolve) => socket.close(resolve)));
  const server = net.createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', (bytes) => {
      asked.tcp += 1;
      const reply = overTcp?.(packet.decode(bytes.subarray(2)), asked.tcp);
      if (!reply) return client.destroy();
      const length = Buffer.from([reply.length >> 8, reply.length & 255]);
      // In pieces, as a slow network brings them.
      client.write(Buffer.concat([length, reply.subarray(0, 5)]));
      setTimeout(() => client.end(reply.subarray(5)), 20);
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  closeLater(() => new Promise((resolve) => server.close(resolve)));
  return { server: { address: '127.0.0.1', port } satisfies ServerAddress, asked };
}

const addresses = (reply: Reply): unknown =>
  reply.failure ?? reply.answers.map((record) => ('data' in record ? record.data : null));

test('an answer says whose word it is', async () => {
  const { server } = await startServer((query) => answer(query));
  const reply = await ask(server, QUESTION, OPTIONS);
  expect(reply).toMatchObject({ failure: null, rcode: 'NOERROR', isAuthoritative: true, isResolver: false });
  expect(addresses(reply)).toEqual(['18.64.1.7']);
});

test('a question that is lost is asked once more', async () => {
  const { server, asked } = await startServer((query, count) => (count === 1 ? null : answer(query)));
  expect(addresses(await ask(server, QUESTION, OPTIONS))).toEqual(['18.64.1.7']);
  expect(asked.udp).toBe(2);
});

test('one that says nothing twice is silent', async () => {
  const { server, asked } = await startServer(() => null);
  expect(await ask(server, QUESTION, OPTIONS)).toEqual({ failure: 'silent' });
  expect(asked.udp).toBe(2);
});

test('where nobody listens, that is told at once', async () => {
  const server = { address: '127.0.0.1', port: await freePort() };
  const startedAt = performance.now();
  expect(await ask(server, QUESTION, { signal, timeoutMs: 5_000 })).toEqual({ failure: 'refused' });
  expect(await ask(server, QUESTION, { signal, timeoutMs: 5_000, overTcp: true })).toEqual({ failure: 'refused' });
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});

test('what does not fit is fetched over TCP', async () => {
  const { server, asked } = await startServer(
    (query) => answer(query, { flags: packet.TRUNCATED_RESPONSE, answers: [] }),
    (query) => answer(query),
  );
  expect(addresses(await ask(server, QUESTION, OPTIONS))).toEqual(['18.64.1.7']);
  expect(asked).toEqual({ udp: 1, tcp: 1 });
});

test('one that hangs up over TCP is told as such', async () => {
  const { server } = await startServer((query) => answer(query));
  expect(await ask(server, QUESTION, { ...OPTIONS, overTcp: true })).toEqual({ failure: 'garbled' });
});

test.each<[string, Answering]>([
  ['another number', (query) => answer({ ...query, id: ((query.id ?? 0) + 1) % 65_536 })],
  ['another name', (query) => answer({ ...query, questions: [{ name: 'other.test', type: 'A' }] })],
  ['another type', (query) => answer({ ...query, questions: [{ name: QUESTION.name, type: 'MX' }] })],
])('an answer with %s is not believed', async (_what, forge) => {
  const { server } = await startServer(forge);
  expect(await ask(server, QUESTION, OPTIONS)).toEqual({ failure: 'silent' });
});

test('an answer that breaks off is garbled', async () => {
  const { server } = await startServer((query) => answer(query).subarray(0, -3));
  expect(await ask(server, QUESTION, OPTIONS)).toEqual({ failure: 'garbled' });
});

test('a server from before EDNS is asked without it', async () => {
  const { server, asked } = await startServer((query) =>
    (query.additionals ?? []).length > 0 ? answer(query, { flags: 1, answers: [] }) : answer(query),
  );
  expect(addresses(await ask(server, QUESTION, OPTIONS))).toEqual(['18.64.1.7']);
  expect(asked.udp).toBe(2);
});

test('a resolver says why it tells nothing', async () => {
  const words = Buffer.from([0, 6, ...Buffer.from('signature expired')]);
  const options = [{ code: 15, type: 'OPTION_15', data: words }] as unknown as packet.PacketOpt[];
  const opt = { type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0, flags: 0 } as const;
  const { server } = await startServer((query) =>
    answer(query, { flags: packet.RECURSION_AVAILABLE | 2, additionals: [{ ...opt, flag_do: false, options }] }),
  );
  const reply = await ask(server, QUESTION, OPTIONS);
  expect(reply).toMatchObject({ rcode: 'SERVFAIL', isResolver: true, reason: 'extended error 6 signature expired' });
});

test('a stop ends the question', async () => {
  const { server } = await startServer(() => null);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const startedAt = performance.now();
  expect(await ask(server, QUESTION, { signal: stop.signal, timeoutMs: 20_000 })).toEqual({ failure: 'silent' });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test.each([
  ['9.9.9.9', { address: '9.9.9.9', port: 53 }],
  ['9.9.9.9:5300', { address: '9.9.9.9', port: 5300 }],
  ['2620:fe::fe', { address: '2620:fe::fe', port: 53 }],
  ['[2620:fe::fe]', { address: '2620:fe::fe', port: 53 }],
  ['[2620:fe::fe]:5300', { address: '2620:fe::fe', port: 5300 }],
])('%s is where a server is', (text, expected) => {
  expect(serverAddressOf(text)).toEqual(expected);
});
