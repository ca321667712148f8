import { randomBytes } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { createCertificateReader } from '../certificates/store';
import { readEnvironment } from '../config/env';
import { createEdge } from '../edge/edge';
import { readOpenFileLimit } from '../edge/open-files';
import { createRequestIds } from '../edge/request-id';
import { systemClock } from '../process/clock';
import { createLifecycle } from '../process/lifecycle';
import { createLogger } from '../process/logger';
import { readRelease, releaseName } from '../process/release';
import { runProcess } from './run-process';

/** Long enough for what a browser has under way. At a developer's Ctrl-C nobody waits for an open tab. */
const DRAIN_MS = { production: 7_000, development: 1_000 } as const;
const SHUTDOWN_DEADLINE_MS = 10_000;

async function main(): Promise<void> {
  const { config } = readEnvironment();
  const logger = createLogger({ level: config.logLevel, process: 'edge', buffered: true });
  const lifecycle = createLifecycle({ logger, deadlineMs: SHUTDOWN_DEADLINE_MS });
  const edge = createEdge({
    config,
    certificates: createCertificateReader(config.dataDir),
    trustedRoots: rootCertificates,
    release: releaseName(readRelease()),
    clock: systemClock,
    newRequestId: createRequestIds(randomBytes),
    openFiles: readOpenFileLimit(),
    logger,
  });
  lifecycle.onShutdown('drain', () => edge.drain(DRAIN_MS[config.mode]));
  lifecycle.onShutdown('close', () => edge.close());
  const ports = await edge.listen();
  logger.info(ports, 'listening');
  lifecycle.ready();
}

runProcess(main);
