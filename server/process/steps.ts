/** The terminal's view of a start: one line a step, written as soon as it is known. */
import { createPaint, FAINT, GREEN, RED, YELLOW, type Terminal } from './terminal';

export interface Warning {
  readonly warning: string;
}

export interface Steps {
  /** Runs the step and shows how it went; `done` says what was found or made. */
  run<T>(name: string, work: () => Promise<T>, done: (result: T) => string | Warning): Promise<T>;
  note(line?: string): void;
}

const NAME_WIDTH = 15;

/** @param stopRequest once aborted, no further step begins */
export function createSteps(terminal: Terminal, stopRequest: AbortSignal): Steps {
  const coloured = terminal.isTTY === true;
  const paint = createPaint(coloured);

  return {
    note: (line = '') => void terminal.write(`${line}\n`),
    async run(name, work, done) {
      stopRequest.throwIfAborted();
      const label = name.padEnd(NAME_WIDTH);
      // A slow step is visible while it runs; where the output is a file, only its end is.
      if (coloured) terminal.write(`  ${paint(FAINT, '·')} ${label}`);
      const startedAt = performance.now();
      const finish = (mark: string, text: string): void =>
        void terminal.write(`${coloured ? '\r\u001b[2K' : ''}  ${mark} ${label} ${text}\n`);
      try {
        const result = await work();
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        const said = done(result);
        const [mark, text] = typeof said === 'string' ? [paint(GREEN, '✓'), said] : [paint(YELLOW, '!'), said.warning];
        finish(mark, `${text} ${paint(FAINT, `${seconds} s`)}`);
        return result;
      } catch (error) {
        finish(paint(RED, '✗'), 'failed');
        throw error;
      }
    },
  };
}
