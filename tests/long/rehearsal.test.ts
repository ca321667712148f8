/** The whole launch, on a machine of this computer: `npm run rehearse`. Needs root, as the mounts and namespaces do. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { rehearse } from '../../deploy/rehearsal/rehearsal';
import { type Report } from '../../deploy/rehearsal/report';
import { projectPaths } from '../../server/config/paths';

jest.setTimeout(3_600_000);

const { root } = projectPaths();
let report: Report;

beforeAll(async () => {
  for (const [command, ...args] of [
    [path.join(root, 'tests', 'setup', 'debian-packages.sh'), 'rehearsal'],
    ['npm', 'run', '--silent', 'build:rehearsal'],
  ] as const) {
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
    if (status !== 0) throw new Error(`${command} ended with ${String(status)}`);
  }
  report = await rehearse({
    root,
    print: (line) => process.stdout.write(`  ${line}\n`),
    signal: new AbortController().signal,
  });
  process.stdout.write(report.text());
});

const finding = (what: string): boolean | null => {
  const found = report.findings.find((candidate) => candidate.what === what);
  if (!found) throw new Error(`the rehearsal never came to: ${what}`);
  return found.met;
};

test.each([
  'user-data start → first valid HTTPS answer',
  'http://www. leads to',
  'the first order',
  'names that lead here late → certificate',
  'the role of the proofs, taken by root as soon as the machine has learned of it',
  'a certificate by DNS: the authority was asked when the last name server had the records',
  'name servers that were asked, each at every address',
  'the names of that certificate',
  'records of the proof: written by Route 53, and gone afterwards',
  'user-data, fetched from the metadata service',
  'the shop, over IPv6',
  'the machine, found by its tags',
  'failed requests during a deploy over SSH',
  'failed requests during a deploy over Systems Manager',
  'failed requests during a deploy whose migration fails',
  'failed requests during a deploy whose canary fails',
  'files of the host, taken over',
  'files of the host, given back',
  'power off during checkouts: orders acknowledged and lost',
  'reboot → shop open',
  'restore to a moment, over Systems Manager: exactly the orders before it',
  'restore after a restore: exactly the orders before it',
  'a restore undone by the command it names: the orders of before',
  'power off during a restore: the shop as it was before it, without a hand',
  'the set-up, run again',
  'a link into the desk',
  'a variable, set and taken out by a reload of the service',
  'backups, restored beside the shop and compared',
  'a damaged backup: found, named at the desk, and forgotten when it is mended',
  'a backup that gives back something else: found, and the table named at the desk',
  'a new machine with the data volume of a lost one: open, with every order',
  'a new machine with nothing but the bucket: closed until the restore, then open with every order',
  'the machine that took the place of the lost ones, found by its tags',
  "signed requests of the machine, by its role's credentials only",
  'of all requests: refused for their signature, for an expired key or by the policy of the role',
  'the bucket, asked at an address of its own',
  'keys of AWS that lie on the machine',
  'the metadata service: root by a token, the shop not at all',
  'what the role does not allow: refused',
  "the role's first credentials, tried again after their end: refused",
])('meets its bar: %s', (what) => {
  expect(finding(what)).toBe(true);
});

test('counts what a deploy costs that fails after the switch, and goes back by itself', () => {
  expect(finding('lost requests of a deploy that fails after the switch')).toBeNull();
  const served = report.findings.filter(({ what }) => what === 'the release that serves then');
  expect(served.map(({ met }) => met)).toEqual([true, true, true, true, true]);
});

test('is green from its first step to its last', () => {
  expect(report.isGreen()).toBe(true);
});
