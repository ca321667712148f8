/** What a rehearsal prints while it runs, and at its end: every step with its time, every finding with its bar. */
import { messageOf } from '../../server/process/thrown';

export interface Finding {
  readonly what: string;
  readonly value: string;
  readonly met: boolean | null;
}

interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly error: string | null;
}

export interface Report {
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** A step that may fail without ending the rehearsal: what follows doesn't build on it. Null when it failed. */
  attempt<T>(name: string, work: () => Promise<T>): Promise<T | null>;
  find(what: string, value: string, met?: boolean): void;
  readonly note: (line: string) => void;
  fail(): void;
  readonly findings: readonly Finding[];
  readonly isGreen: () => boolean;
  text(): string;
}

/** What the owner has to know besides, whatever was green. */
const BEYOND = [
  'Not rehearsed: AWS itself, the domain, mail. SES begins in a sandbox, in which mail to shoppers is refused until AWS',
  'lifts it; any other SMTP server works at once (docs/launch.md, step 7).',
];
/** Of a failed step, in the table at the end; all of it was printed when it failed. */
const ERROR_LINES = 8;

/** @param signal once it is aborted no further step begins */
export function createReport(print: (line: string) => void, signal: AbortSignal): Report {
  const steps: Step[] = [];
  const findings: Finding[] = [];
  let failed = false;

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    print(`── ${name}`);
    const startedAtMs = performance.now();
    const seconds = () => (performance.now() - startedAtMs) / 1_000;
    try {
      const result = await work();
      steps.push({ name, seconds: seconds(), error: null });
      print(`   done after ${seconds().toFixed(1)} s`);
      return result;
    } catch (error) {
      const message = messageOf(error);
      steps.push({ name, seconds: seconds(), error: message });
      print(`   failed after ${seconds().toFixed(1)} s: ${message}`);
      throw error;
    }
  }

  return {
    step,
    attempt: (name, work) =>
      step(name, work).catch(() => {
        signal.throwIfAborted();
        return null;
      }),
    find(what, value, met) {
      findings.push({ what, value, met: met ?? null });
      print(`   ${mark(met ?? null)} ${what}: ${value}`);
    },
    note: (line) => print(`   ${line}`),
    fail() {
      failed = true;
    },
    findings,
    isGreen: () => !failed && steps.every(({ error }) => error === null) && findings.every(({ met }) => met !== false),
    text() {
      const longest = Math.max(...steps.map(({ name }) => name.length), 0);
      const stepLines = steps.map(
        ({ name, seconds, error }) =>
          `  ${error === null ? '✓' : '✗'} ${name.padEnd(longest)} ${seconds.toFixed(1).padStart(7)} s${error === null ? '' : `\n      ${error.split('\n').slice(0, ERROR_LINES).join('\n      ')}`}`,
      );
      const findingLines = findings.map(({ what, value, met }) => `  ${mark(met)} ${what}: ${value}`);
      return ['', 'Steps', ...stepLines, '', 'Findings', ...findingLines, '', ...BEYOND, ''].join('\n');
    },
  };
}

const mark = (met: boolean | null): string => (met === null ? '·' : met ? '✓' : '✗');
