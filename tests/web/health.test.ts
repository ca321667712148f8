import express from 'express';
import request from 'supertest';
import { systemClock } from '../../server/process/clock';
import type { WebContext } from '../../server/web/context';
import { createHealthRoutes } from '../../server/web/health';
import { withShop } from '../setup/shop';

const shop = withShop();

test('healthz names the release and the process', async () => {
  const response = await shop.visitor().get('/healthz').expect(200);
  expect(response.body).toEqual({ status: 'ok', process: 'shop', release: 'test', pid: process.pid });
});

test('readyz asks the database', async () => {
  await shop.visitor().get('/readyz').expect(200, { status: 'ready', database: 'ok' });
});

test.each(['The server does not support SSL connections', 'sorry, too many clients already', 'connect ECONNREFUSED'])(
  'with a database that says “%s” the shop is not ready',
  async (words) => {
    const warn = jest.fn();
    const pool = { query: () => Promise.reject(new Error(words)) };
    const context = { clock: systemClock, logger: { warn }, pool, config: { release: 'test' } };
    const app = express().use(createHealthRoutes(context as unknown as WebContext));
    await request(app).get('/readyz').expect(503, { status: 'not-ready', database: 'unreachable' });
    expect(warn).toHaveBeenCalledWith({ reason: expect.stringContaining(words) as unknown }, 'not ready');
  },
);

test('healthz says how late this process is, where somebody measures it', async () => {
  const context = { config: { release: 'test' }, lateMs: () => 12.4 };
  const app = express().use(createHealthRoutes(context as unknown as WebContext));
  const { body } = await request(app).get('/healthz').expect(200);
  expect(body).toMatchObject({ process: 'shop', lateMs: 12 });
});
