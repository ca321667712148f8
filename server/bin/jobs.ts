/** The jobs process: mails, imports, orders whose time is over, an eye on the machine, and tidying up. */
import path from 'node:path';
import { createAlarmMails } from '../alarms';
import { createWatch } from '../alarms/service';
import { readEnvironment } from '../config/env';
import { projectPaths } from '../config/paths';
import { createPool } from '../db/pool';
import { createImportWorker } from '../desk/files';
import { createHouseRedrawing } from '../desk/perfumes';
import { createContext } from '../doctor/create-context';
import { diagnose } from '../doctor/diagnose';
import { createDoctor } from '../doctor/kept/service';
import { createJobWorker, createTasks, createTimetable, CRONTAB } from '../jobs';
import { createPictureStore } from '../pictures/store';
import { systemClock } from '../process/clock';
import { watchKeys } from '../process/keys';
import { createLifecycle } from '../process/lifecycle';
import { createLogger } from '../process/logger';
import { createAccountMails } from '../store/accounts';
import { storeConfigOf } from '../store/context';
import { createMailServers, createOutbox, createRoutedMailer } from '../store/mail';
import { createMailService } from '../store/mail/service';
import { createOrderMails } from '../store/orders';
import { createPayments } from '../store/payments/service';
import { createSettings } from '../store/settings/service';
import { createSignInMails } from '../store/sign-ins';
import { createSignInJobs } from '../store/sign-ins/service';
import { createLetterView } from '../web/letter-view';
import { runProcess } from './run-process';
import { keySource } from './shop-keys';

/** Below pm2's kill_timeout. A job is told to stop after four seconds. */
const SHUTDOWN_MS = 10_000;

runProcess(async () => {
  const environment = readEnvironment();
  const { config, secrets } = environment;
  if (!secrets.databaseUrl) {
    throw new Error('DATABASE_URL is not set: the jobs process needs a Postgres (npm start brings one)');
  }
  const logger = createLogger({ level: config.logLevel, process: 'jobs' });
  const lifecycle = createLifecycle({ logger, deadlineMs: SHUTDOWN_MS });
  const pool = createPool({ databaseUrl: secrets.databaseUrl, applicationName: 'jobs', maxConnections: 8, logger });
  const clock = systemClock;
  const keys = await watchKeys(keySource(pool, environment), { logger });
  const store = storeConfigOf(config);

  const letterView = createLetterView(projectPaths().views);
  const outbox = createOutbox({ config: store, clock, keys, letterView });
  const orderMails = createOrderMails(outbox, { config: store, clock, keys });
  const accountMails = createAccountMails(outbox, store.origins.apex);
  const signIns = createSignInJobs({ pool, clock, mails: createSignInMails(outbox, store.origins) });
  const { mailUrl } = secrets;
  const mailServers = createMailServers({ pool, keys, settings: createSettings(pool), mailUrl, config: store });
  const mailer = createRoutedMailer(() => mailServers.inEffect());
  const apexHost = store.hosts.apex;
  const mailService = createMailService({ pool, clock, logger, mailer, keys, apexHost });
  const payments = createPayments({ pool, clock, origin: store.origins.apex, offered: store.payments });
  const pictures = createPictureStore({ directory: path.join(config.dataDir, 'pictures') });
  const imports = createImportWorker({ pool, clock, logger, pictures });
  const housePictures = createHouseRedrawing({ pool, clock, logger, pictures });
  const { dataDir, certificates } = config;
  const mails = createAlarmMails(outbox, store);
  const watch = createWatch({ pool, clock, logger, mails, dataDir, certificates });
  const { databaseUrl } = secrets;
  const doctor = createDoctor({
    pool,
    examine: async (signal) =>
      diagnose(await createContext({ config, domain: null, databaseUrl, mailUrl, clock }), {
        views: ['outside', 'inside'],
        signal,
      }),
  });
  const tasks = createTasks({
    pool,
    clock,
    logger,
    orderMails,
    accountMails,
    signIns,
    mailService,
    payments,
    imports,
    housePictures,
    watch,
    doctor,
  });
  const worker = createJobWorker({ pool, logger, tasks });
  const timetable = createTimetable({ pool, clock, logger, crontab: CRONTAB });

  lifecycle.onShutdown('stop the timetable', () => timetable.stop());
  lifecycle.onShutdown('finish jobs', () => worker.stop());
  lifecycle.onShutdown('close the database pool', () => pool.end());
  // A wrong address is said at once; a database that goes away later is waited for.
  await pool.query('select 1');
  await worker.start();
  timetable.start();
  lifecycle.ready();
  logger.info('jobs are worked on');
});
