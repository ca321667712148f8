/** `npm run rehearse`: the launch on this computer, told step by step, with a report at the end. Exit code 0: green. */
import { findRoot } from '../../server/config/paths';
import { messageOf } from '../../server/process/thrown';
import { rehearse } from './rehearsal';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    process.stdout.write('\nStopping; taking everything away.\n');
    stopping.abort(new Error('it was stopped'));
  });
}

rehearse({
  root: findRoot(),
  print: (line) => process.stdout.write(`${line}\n`),
  signal: stopping.signal,
  keep: process.argv.includes('--keep'),
  withoutDeploys: process.argv.includes('--without-deploys'),
}).then(
  (report) => {
    process.stdout.write(report.text());
    process.stdout.write(report.isGreen() ? 'Green.\n' : 'Red.\n');
    process.exit(report.isGreen() ? 0 : 1);
  },
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
