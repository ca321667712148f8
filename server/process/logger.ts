/** JSON lines on stdout, one logger a subsystem. Request headers and bodies never reach it. */
import pino, { type Logger } from 'pino';

export type { Logger };

export function createLogger(options: { readonly level: string; readonly process: string }): Logger {
  return pino({
    level: options.level,
    base: { process: options.process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token', '*.cookie', '*.authorization'],
  });
}
