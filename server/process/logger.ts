/** JSON lines on stdout, one logger a subsystem. Request headers and bodies never reach it. */
import pino, { type Logger } from 'pino';

export type { Logger };

/** A write for every line costs more than the line where there is one a request. */
const BUFFER_BYTES = 8 * 1024;
const FLUSH_MS = 250;

/** Lines are written when there are enough, after a moment, and at the end of the process; SIGKILL loses the last. */
function createBufferedDestination(): pino.DestinationStream {
  const destination = pino.destination({ dest: 1, sync: true, minLength: BUFFER_BYTES });
  const quietly = (write: () => void) => (): void => {
    try {
      write();
    } catch {
      // Whoever read the other end is gone.
    }
  };
  // Not flushSync, which would wait for the disk, and every request with it.
  setInterval(
    quietly(() => destination.flush()),
    FLUSH_MS,
  ).unref();
  process.once(
    'exit',
    quietly(() => destination.flushSync()),
  );
  return destination;
}

/** What an error may say of itself, beside what went wrong where: of the machine, and of the database's own rules. */
const TOLD: ReadonlySet<string> = new Set([
  'type',
  'message',
  'stack',
  'aggregateErrors',
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'path',
  'status',
  'statusCode',
  'responseCode',
  'command',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
]);

/** Fields that aren't told stay out: Postgres quotes whole rows in some (`detail`, `where`). */
export function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return safeFields(pino.stdSerializers.err(error));
}

function safeFields(told: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(told).filter(([name, value]) => TOLD.has(name) && !isObject(value));
  const several = told['aggregateErrors'];
  return {
    ...Object.fromEntries(kept),
    ...(Array.isArray(several) ? { aggregateErrors: several.filter(isObject).map(safeFields) } : {}),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

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
    serializers: { err: errorForLog },
    formatters: { level: (label) => ({ level: label }) },
    redact: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token', '*.cookie', '*.authorization'],
  };
  return options.buffered ? pino(settings, createBufferedDestination()) : pino(settings);
}

// For a line with every request: pino takes longer for its fields than many an answer. The caller gives them as JSON,
// without the braces and without secrets. A crash loses the lines of its own turn of the event loop.
export function createLineWriter(logger: Logger, message: string): (fields: string) => void {
  const destination = (logger as unknown as Record<symbol, pino.DestinationStream>)[pino.symbols.streamSym];
  const bound = JSON.stringify(logger.bindings()).slice(1, -1);
  const start = bound === '' ? '' : `${bound},`;
  let lastMs = 0;
  let time = '';
  let lines = '';
  const write = (): void => {
    destination?.write(lines);
    lines = '';
  };
  return (fields) => {
    if (!logger.isLevelEnabled('info')) return;
    const ms = Date.now();
    if (ms !== lastMs) [lastMs, time] = [ms, new Date(ms).toISOString()];
    // Those of one turn of the event loop together.
    if (lines === '') setImmediate(write);
    lines += `{"level":"info","time":"${time}",${start}${fields},"msg":"${message}"}\n`;
  };
}
