/** The peer of the page benchmark: Express and EJS alone, one template of a page's size, no database, no middleware. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import ejs from 'ejs';
import express from 'express';

const ITEMS = Array.from({ length: 24 }, (_, index) => ({ name: `Perfume ${index}`, price: 98_000 + index }));
const TEMPLATE = `<!doctype html><title>Bare</title><ul><% for (const item of items) { %><li><h2><%= item.name %></h2>
<p>${'A yard when the rain has stopped. '.repeat(6)}</p><b><%= item.price %></b></li><% } %></ul>`;

/** Listens and tells its port on the IPC channel; run as a process of its own, as the shop is. */
async function main(): Promise<void> {
  const render = ejs.compile(TEMPLATE);
  const app = express();
  app.disable('x-powered-by');
  app.get('/', (_request, response) => void response.type('html').send(render({ items: ITEMS })));
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
  process.on('disconnect', () => process.exit());
}

void main();
