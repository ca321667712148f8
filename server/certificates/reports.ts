/** What the log is told once for as long as it stays as it is, not at every look. */
import type { Logger } from '../process/logger';

export interface Reports {
  once(level: 'info' | 'error', message: string): void;
  forget(): void;
  note(problems: readonly string[]): void;
  problems(): readonly string[];
}

export function createReports(logger: Logger, source: string): Reports {
  const said = new Set<string>();
  let noted: readonly string[] = [];
  return {
    once(level, message) {
      if (!said.has(message)) logger[level]({ source }, message);
      said.add(message);
    },
    forget: () => said.clear(),
    note(problems) {
      for (const problem of problems)
        if (!noted.includes(problem)) logger.warn({ problem }, 'a certificate needs attention');
      for (const problem of noted) if (!problems.includes(problem)) logger.info({ problem }, 'a problem is solved');
      noted = problems;
    },
    problems: () => noted,
  };
}
