/** JSON lines on stdout, one logger a subsystem. Request headers and bodies never reach it. */
import pino, { type Logger } from 'pino';

export type { Logger };

/** A write for every line costs more than the line where there is one a request. */
const BUFFER_BYTES = 8 * 1024;
const FLUSH_MS = 250;

/**
 * Collects lines, and writes them when there are enough, after a moment, and at the end of the process, however it
 * ends; only SIGKILL loses the last moment's.
 */
function createBufferedDestination(): pino.DestinationStream {
  const destination = pino.destination({ dest: 1, sync: true, minLength: BUFFER_BYTES });
  const flush = (): void => {
    try {
      destination.flushSync();
    } catch {
      // Whoever read the other end is gone.
    }
  };
  setInterval(flush, FLUSH_MS).unref();
  process.once('exit', flush);
  return destination;
}

export function createLogger(options: {
  readonly level: string;
  readonly process: string;
  /** true: for a process that logs every request. */
  readonly buffered?: boolean;
}): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { process: options.process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token', '*.cookie', '*.authorization'],
  };
  return options.buffered ? pino(settings, createBufferedDestination()) : pino(settings);
}
