import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { loadAssets } from '../assets/manifest';
import { readEnvironment } from '../config/env';
import { WORKER_KEEPS_MS } from '../config/idle-connections';
import { projectPaths } from '../config/paths';
import { createPool } from '../db/pool';
import { SHOP_MAX_HEAD_BYTES } from '../http/head-limits';
import { systemClock } from '../process/clock';
import { closeListener } from '../process/close-listener';
import { watchEventLoop } from '../process/event-loop';
import { watchKeys } from '../process/keys';
import { createLifecycle } from '../process/lifecycle';
import { listenOrExplain } from '../process/listen';
import { createLogger } from '../process/logger';
import { readRelease, releaseName } from '../process/release';
import { mailerThrough } from '../store/mail';
import { createLetterView } from '../web/letter-view';
import { createShop, shopConfigOf, type ShopContext } from './create-shop';
import { runProcess } from './run-process';
import { keySource } from './shop-keys';

/** A request that runs longer than this is cut off by a reload. pm2's kill_timeout is above it. */
const DRAIN_MS = 6_000;

runProcess(async () => {
  const environment = readEnvironment();
  const { config, secrets } = environment;
  if (!secrets.databaseUrl)
    throw new Error('DATABASE_URL is not set: the shop needs a Postgres (npm start brings one)');
  const logger = createLogger({ level: config.logLevel, process: 'shop' });
  const lifecycle = createLifecycle({ logger, deadlineMs: DRAIN_MS + 3_000 });
  const pool = createPool({ databaseUrl: secrets.databaseUrl, applicationName: 'shop', maxConnections: 10, logger });
  const shopConfig = shopConfigOf(config, releaseName(readRelease()));
  const context: ShopContext = {
    config: shopConfig,
    pool,
    databaseUrl: secrets.databaseUrl,
    clock: systemClock,
    logger,
    keys: await watchKeys(keySource(pool, environment), { logger }),
    assets: loadAssets(projectPaths().assets),
    picturesDirectory: path.join(config.dataDir, 'pictures'),
    dataDir: config.dataDir,
    viewsDirectory: projectPaths().views,
    lateMs: watchEventLoop(),
    letterView: createLetterView(projectPaths().views),
    mailUrl: secrets.mailUrl,
    mailerThrough,
  };
  const shop = createShop(context);
  shop.changeFeed.start();
  await pool.query('select 1');

  const server = createServer({ keepAliveTimeout: WORKER_KEEPS_MS, maxHeaderSize: SHOP_MAX_HEAD_BYTES }, shop.app);
  let draining = false;
  server.prependListener('request', (_request, response) => {
    if (draining) response.setHeader('Connection', 'close');
  });
  await listenOrExplain(server, { port: config.shopPort, host: '127.0.0.1' }, 'SHOP_PORT');
  // First of all: they never end by themselves, and the edge that follows them should turn to another process.
  lifecycle.onShutdown('end the streams of purges', () => shop.changeFeed.endAll());
  lifecycle.onShutdown('drain requests', async () => {
    draining = true;
    const closed = once(server, 'close');
    // http.Server.close would also cut idle keep-alive connections, on which the edge may be sending just now.
    closeListener(server);
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(timer);
  });
  lifecycle.onShutdown('have the pages of this process validated', () => shop.changeFeed.farewell());
  lifecycle.onShutdown('stop the session store', () => shop.close());
  lifecycle.onShutdown('close the database pool', () => pool.end());
  lifecycle.ready();
  logger.info({ port: config.shopPort }, 'shop listens');
});
