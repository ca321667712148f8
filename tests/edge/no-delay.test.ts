/**
 * A small packet must not wait for the browser's acknowledgement of the one before (RFC 896), which a browser sends 40
 * ms later. What is asked here is whether every accepted socket was told so, not how long anything takes.
 */
import net from 'node:net';
import { connectHttp2, plain, secure } from './support/client';
import { DOMAIN, sayOk, startEdgeAndShop, to } from './support/edge';

test('every accepted socket sends without delay, on both ports and over both protocols', async () => {
  const told = new Set<string>();
  const { prototype } = net.Socket;
  const original = Reflect.get(prototype, 'setNoDelay');
  const spy = jest.spyOn(prototype, 'setNoDelay').mockImplementation(function (this: net.Socket, on = true) {
    if (on) told.add(`${this.localPort} ${this.remotePort}`);
    return Reflect.apply<net.Socket, [boolean], net.Socket>(original, this, [on]);
  });
  const { edge } = await startEdgeAndShop(sayOk);
  await plain({ port: edge.httpPort, host: DOMAIN });
  await plain({ port: edge.httpPort, host: DOMAIN });
  await secure(to(edge));
  const client = await connectHttp2(to(edge));
  await client.request({ ':path': '/' });
  spy.mockRestore();
  const accepted = (port: number): number => [...told].filter((pair) => pair.startsWith(`${port} `)).length;
  expect(accepted(edge.httpPort)).toBe(2);
  expect(accepted(edge.httpsPort)).toBe(2);
});
