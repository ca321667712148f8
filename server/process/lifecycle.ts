// Ready, draining, gone. The first SIGINT or SIGTERM runs the shutdown steps, each even if one before failed; a deadline
// ends the process. Further signals change nothing: Ctrl-C reaches a child from the terminal and from its supervisor.
import type { Logger } from './logger';

export interface ShutdownStep {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

export interface Lifecycle {
  /** Steps run in the order they were added: stop taking work, drain, then release. */
  onShutdown(name: string, run: ShutdownStep['run']): void;
  /** Tells pm2 (`wait_ready`) or the supervisor of `npm start` that the process does its work now. */
  ready(): void;
  shutdown(reason: string): Promise<void>;
}

export function createLifecycle(options: { readonly logger: Logger; readonly deadlineMs: number }): Lifecycle {
  const { logger, deadlineMs } = options;
  const steps: ShutdownStep[] = [];
  let ending: Promise<void> | null = null;

  async function runSteps(reason: string): Promise<void> {
    logger.info({ reason }, 'shutting down');
    const timer = setTimeout(() => {
      logger.error({ deadlineMs }, 'shutdown took too long');
      process.exit(1);
    }, deadlineMs);
    timer.unref();
    for (const step of steps) {
      try {
        await step.run();
      } catch (error) {
        process.exitCode = 1;
        logger.error({ err: error, step: step.name }, 'shutdown step failed');
      }
    }
    clearTimeout(timer);
    logger.info('stopped');
    // The IPC channel to pm2 or the supervisor would keep the process alive.
    if (process.connected) process.disconnect();
    setImmediate(() => process.exit());
  }

  const lifecycle: Lifecycle = {
    onShutdown: (name, run) => void steps.push({ name, run }),
    ready: () => void process.send?.('ready'),
    shutdown: (reason) => (ending ??= runSteps(reason)),
  };

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void lifecycle.shutdown(signal));
  }
  // A child of `npm start` whose supervisor was killed must not stay behind with its ports.
  process.on('disconnect', () => void lifecycle.shutdown('supervisor gone'));
  return lifecycle;
}
