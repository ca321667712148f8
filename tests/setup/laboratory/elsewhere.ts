/** Somebody else's web server, at an address that the shop's names should not lead to. */
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Undo } from './namespaces';
import { ELSEWHERE_IPV6, SERVERS } from './places';
import { listen } from './registry';
import type { World } from './world';

const page: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html', server: 'nginx' }).end('<h1>Welcome to nginx!</h1>');
};

export async function startElsewhere(authority: World['authority']): Promise<Undo> {
  const { key, chain: cert } = await authority.issue(['page-of-somebody.com']);
  const closing = await Promise.all(
    [SERVERS.elsewhere, ELSEWHERE_IPV6].flatMap((address) => [
      listen(createHttpServer(page), 80, address),
      listen(createHttpsServer({ key, cert }, page), 443, address),
    ]),
  );
  return async () => void (await Promise.all(closing.map((close) => close())));
}
