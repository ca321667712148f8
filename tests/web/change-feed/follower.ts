/** The shop on a port of its own, and somebody who follows its purges as the edge does. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Shop } from '../../../server/bin/create-shop';
import { lend } from '../../setup/lend';
import type { TestShop } from '../../setup/shop';

export type Served = Awaited<ReturnType<typeof serve>>;

export async function serve(shop: Shop) {
  const server = http.createServer(shop.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () =>
      new Promise<number>((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const withServed = (shop: TestShop): Served =>
  lend({ on: shop, open: () => serve(shop.shop), close: (served) => served.close() });

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
}

/** One request, path and headers as they are: nothing is normalised on the way. */
export async function ask({ port }: Served, { path, method, headers, body }: Asked): Promise<Answer> {
  const request = http.request({
    host: '127.0.0.1',
    port,
    path,
    method: method ?? 'GET',
    headers: headers ?? {},
    agent: false,
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString('latin1'),
  };
}

export type Follower = NonNullable<Awaited<ReturnType<typeof follow>>>;

/** @returns null when the shop says that it hears of no change at the moment */
export async function follow({ port }: Pick<Served, 'port'>) {
  const request = http.get({ host: '127.0.0.1', port, path: '/internal/purges', agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  if (response.statusCode !== 200) {
    response.resume();
    return null;
  }
  const lines: unknown[] = [];
  let wake = (): void => undefined;
  let rest = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => JSON.parse(part) as unknown));
    wake();
  });
  response.on('error', () => undefined);
  return {
    response,
    lines,
    /** The first line, also of those to come, for which `is` says yes; `from` skips so many. */
    async line(is: (line: unknown) => boolean, from = 0): Promise<unknown> {
      let found = lines.slice(from).find(is);
      while (found === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        found = lines.slice(from).find(is);
      }
      return found;
    },
    ended: new Promise((resolve) => response.once('close', resolve)),
    stop: () => void request.destroy(),
  };
}

export async function followWhenReady(served: Pick<Served, 'port'>): Promise<Follower> {
  for (;;) {
    const follower = await follow(served);
    if (follower) return follower;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const purges =
  (group: string) =>
  (line: unknown): boolean =>
    typeof line === 'object' && line !== null && 'purge' in line && (line.purge as string[]).includes(group);

export const isAlive = (line: unknown): boolean => JSON.stringify(line) === '{"alive":true}';
