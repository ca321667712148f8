import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hostsOf } from '../../server/hosts';
import { newDirectory } from './directories';
import { runUnderPulumi, type RunOptions } from './engine';
import { CONFIG } from './stack';

// Every run starts a process that compiles the program.
jest.setTimeout(90_000);

let projectDirectory: string;
beforeAll(() => {
  projectDirectory = newDirectory();
  const artefacts = path.join(projectDirectory, 'artefacts');
  mkdirSync(artefacts);
  const file = path.join(artefacts, 'essence-aura-20261123120000-1a2b3c4.tar.gz');
  writeFileSync(file, 'a release');
  writeFileSync(`${file}.sha256`, `${'a'.repeat(64)}  ${path.basename(file)}\n`);
});

const run = (options: Partial<RunOptions>) =>
  runUnderPulumi({
    config: CONFIG.production,
    stack: 'production',
    zoneName: 'essence-aura.com',
    projectDirectory,
    ...options,
  });
const ofAws = (registered: readonly string[]) => registered.filter((name) => name.startsWith('aws:'));

test("the program runs under Pulumi's own runtime, asks for everything once, and says which name servers to set", async () => {
  const { exitCode, log, registered } = await run({});
  expect(log).toContain('mail to shoppers is refused until AWS lifts it');
  expect(log.split('\n').filter((line) => !line.startsWith('Mail leaves through SES.'))).toEqual([
    'essence-aura.com is not delegated to this zone yet: the world finds none.',
    'Name these, and no others, as its name servers at your registrar:',
    '  ns-1.example.net',
    '  ns-2.example.org',
    'The shop orders its certificate and opens by itself once they are seen, which can take from minutes to two days.',
  ]);
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
