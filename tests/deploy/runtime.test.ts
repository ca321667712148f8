import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hostsOf } from '../../server/hosts';
import { newDirectory } from './directories';
import { runUnderPulumi, type RunOptions } from './engine';
import { CONFIG } from './stack';

// Every run starts a process that compiles the program.
jest.setTimeout(90_000);

let projectDirectory: string;
let commands: string;

/** The operator's AWS CLI, to whom AWS says that nothing was confirmed yet. */
const AWS = `#!/bin/sh
case "$1 $2" in
  'sns get-subscription-attributes') echo '{"Attributes":{"PendingConfirmation":"true"}}' ;;
  'sesv2 get-email-identity') echo '{"VerifiedForSendingStatus":false,"DkimAttributes":{"Status":"PENDING"}}' ;;
  'sesv2 get-account') echo '{"ProductionAccessEnabled":false}' ;;
  *) echo "asked $*" >&2; exit 254 ;;
esac
`;
beforeAll(() => {
  commands = newDirectory();
  writeFileSync(path.join(commands, 'aws'), AWS);
  chmodSync(path.join(commands, 'aws'), 0o755);
  projectDirectory = newDirectory();
  pack(projectDirectory, '1a2b3c4');
});

function pack(directory: string, commit: string): void {
  const artefacts = path.join(directory, 'artefacts');
  mkdirSync(artefacts);
  const file = path.join(artefacts, `essence-aura-20261123120000-${commit}.tar.gz`);
  writeFileSync(file, 'a release');
  writeFileSync(`${file}.sha256`, `${'a'.repeat(64)}  ${path.basename(file)}\n`);
}

const run = (options: Partial<RunOptions>) =>
  runUnderPulumi({
    config: CONFIG.production,
    stack: 'production',
    zoneName: 'essence-aura.com',
    projectDirectory,
    commands,
    ...options,
  });
const ofAws = (registered: readonly string[]) => registered.filter((name) => name.startsWith('aws:'));

test("the program runs under Pulumi's own runtime, asks for everything once, and says what is still to be done", async () => {
  const { exitCode, log, registered } = await run({});
  expect(log).toContain(
    [
      'essence-aura.com is not delegated to this zone yet: the world finds none.',
      'Name these, and no others, as its name servers at your registrar:',
      '  ns-1.example.net',
      '  ns-2.example.org',
      'It can take from minutes to two days, and the shop orders its certificate and opens by itself once they are seen.',
    ].join('\n'),
  );
  // Two lists of alarms, the owner's address, the domain's keys, the sandbox.
  expect(log.match(/aws sns subscribe/g)).toHaveLength(2);
  expect(log).toContain('aws ses verify-email-identity');
  expect(log).toContain('It looks for 72 hours');
  expect(log).toContain('mail to shoppers is refused until AWS lifts it');
  expect(log).not.toContain('could not be asked');
  expect(exitCode).toBe(0);
  const labels = hostsOf('essence-aura.com').all.map((host) => (host.label === '' ? 'apex' : host.label));
  for (const label of labels) {
    expect(registered).toContain(`aws:route53/record:Record ${label}`);
    expect(registered).toContain(`aws:route53/record:Record ${label}-ipv6`);
  }
  expect(registered).toContain('aws:ec2/instance:Instance shop');
  expect(new Set(registered).size).toBe(registered.length);
});

test('wrong configuration is told to the operator in sentences, and nothing is asked for', async () => {
  const { exitCode, log, registered } = await run({
    config: { 'essence-aura:zoneId': 'essence-aura.com' },
    stack: 'prod',
  });
  expect(exitCode).not.toBe(0);
  expect(log).toContain('essence-aura:zoneId must be the id of a hosted zone, such as Z');
  expect(log).toContain('essence-aura:ownerEmail is missing, such as owner@');
  expect(log).toContain('aws:region is missing, such as ap-northeast-2');
  expect(log).toContain('the stack is called prod; it must be production or staging');
  expect(log).not.toMatch(/^\s+at /m);
  expect(ofAws(registered)).toEqual([]);
});

test('a secret that stands in plain text in the stack file is refused, and not repeated', async () => {
  const { exitCode, log, registered } = await run({ config: CONFIG.staging, stack: 'staging' });
  expect(exitCode).not.toBe(0);
  expect(log).toContain('essence-aura:secrets is not encrypted');
  expect(log).not.toContain('hunter2');
  expect(ofAws(registered)).toEqual([]);
});

test('a hosted zone of another domain is refused before a record is written into it', async () => {
  const { exitCode, log, registered } = await run({
    config: CONFIG.staging,
    secretKeys: ['essence-aura:secrets'],
    stack: 'staging',
    zoneName: 'other-shop.com',
  });
  expect(exitCode).not.toBe(0);
  expect(log).toContain("is that of other-shop.com: staging.essence-aura.com doesn't belong in it");
  expect(registered.filter((name) => name.startsWith('aws:route53/record'))).toEqual([]);
});

test('a machine that its zone does not offer is refused before the disk that would keep it there', async () => {
  const { exitCode, log, registered } = await run({
    offering: ['ap-northeast-2c', 'us-east-1a'],
    config: {
      ...CONFIG.production,
      'essence-aura:availabilityZone': 'ap-northeast-2a',
    },
  });
  expect(exitCode).not.toBe(0);
  expect(log).toContain("t4g.small isn't offered in ap-northeast-2a");
  expect(registered.filter((name) => /volume|instance:Instance/i.test(name))).toEqual([]);
});

test('on Windows it says where it does run, and asks for nothing', async () => {
  const { exitCode, log, registered } = await run({ platform: 'win32' });
  expect(exitCode).not.toBe(0);
  expect(log).toContain('Windows is not supported: run this in WSL 2');
  expect(log).not.toMatch(/^\s+at /m);
  expect(ofAws(registered)).toEqual([]);
});

test('what was changed after the release was packed is named: it would not go up, and nobody would notice', async () => {
  const checkout = newDirectory();
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: checkout,
      encoding: 'utf8',
    });
  writeFileSync(path.join(checkout, '.gitignore'), 'artefacts/\n');
  writeFileSync(path.join(checkout, 'page.ejs'), 'before');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'a shop');
  pack(checkout, git('rev-parse', '--short=10', 'HEAD').trim());
  writeFileSync(path.join(checkout, 'page.ejs'), 'after');
  const { exitCode, log } = await run({ projectDirectory: checkout });
  expect(exitCode).toBe(0);
  expect(log).toContain('not committed may not be in it: page.ejs.');
});
