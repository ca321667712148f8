/** The `certificates` process: makes or orders the shop's certificate and renews it. Listens nowhere. */
import { createCertificates } from '../certificates/create';
import { readEnvironment } from '../config/env';
import { systemClock } from '../process/clock';
import { createLifecycle } from '../process/lifecycle';
import { createLogger } from '../process/logger';
import { runProcess } from './run-process';

const SHUTDOWN_DEADLINE_MS = 10_000;

async function main(): Promise<void> {
  const { config } = readEnvironment();
  const logger = createLogger({ level: config.logLevel, process: 'certificates' });
  const lifecycle = createLifecycle({ logger, deadlineMs: SHUTDOWN_DEADLINE_MS });
  const certificates = createCertificates({ config, clock: systemClock, logger });
  lifecycle.onShutdown('stop ordering', () => certificates.stop());
  await certificates.start();
  lifecycle.ready();
}

runProcess(main);
