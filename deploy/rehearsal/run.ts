/** `npm run rehearse`: the launch on this computer, told step by step, with a report at the end. Exit code 0: green. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findRoot } from '../../server/config/paths';
import { messageOf } from '../../server/process/thrown';
import { rehearse } from './rehearsal';

const root = findRoot();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    process.stdout.write('\nStopping; taking everything away.\n');
    stopping.abort(new Error('it was stopped'));
  });
}

/** What root has made in somebody's checkout would be in her way at the next build. */
function giveBack(): void {
  const { SUDO_UID: user, SUDO_GID: group } = process.env;
  const made = ['dist', 'artefacts'].map((name) => path.join(root, name)).filter((one) => existsSync(one));
  if (user && group) execFileSync('chown', ['--recursive', `${user}:${group}`, ...made]);
}

rehearse({
  root,
  print: (line) => process.stdout.write(`${line}\n`),
  signal: stopping.signal,
  keep: process.argv.includes('--keep'),
  withoutDeploys: process.argv.includes('--without-deploys'),
}).then(
  (report) => {
    giveBack();
    process.stdout.write(report.text());
    process.stdout.write(report.isGreen() ? 'Green.\n' : 'Red.\n');
    process.exit(report.isGreen() ? 0 : 1);
  },
  (error: unknown) => {
    giveBack();
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
