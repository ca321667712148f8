/** What every entry point shares: a bad variable or a failed start is one clear sentence and a non-zero exit. */
import { ConfigurationError } from '../config/env';

export function runProcess(main: () => Promise<void>, failure = 1): void {
  main().catch((error: unknown) => {
    process.exitCode = failure;
    // Below pm2 a line is written behind our back: an exit before it is through would lose the one that says why.
    process.stderr.write(
      explain(error)
        .map((line) => `${line}\n`)
        .join(''),
      () => process.exit(failure),
    );
  });
}

function explain(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError) return error.problems;
  if (!(error instanceof Error)) return [String(error)];
  // Several addresses tried (IPv4, IPv6): the first one's reason is as good as any.
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0]);
  return [error.message || error.name];
}
