import { hostsOf } from '../../server/hosts';
import { runUnderPulumi } from './engine';
import { CONFIG } from './stack';

// Every run starts a process that compiles the program.
jest.setTimeout(90_000);

test("the program runs under Pulumi's own runtime and asks for everything once", async () => {
  const run = await runUnderPulumi(CONFIG, 'essence-aura.com');
  expect(run).toMatchObject({ exitCode: 0, log: '' });
  const labels = hostsOf('essence-aura.com').all.map((host) => (host.label === '' ? 'apex' : host.label));
  for (const label of labels) expect(run.registered).toContain(`aws:route53/record:Record ${label}`);
  expect(run.registered).toContain('aws:ec2/instance:Instance shop');
  expect(new Set(run.registered).size).toBe(run.registered.length);
});

test('wrong configuration is told to the operator in sentences, and nothing is asked for', async () => {
  const run = await runUnderPulumi({ 'essence-aura:domain': 'www.essence-aura.com' }, 'essence-aura.com');
  expect(run.exitCode).not.toBe(0);
  expect(run.log).toContain('essence-aura:zoneId is missing, such as Z');
  expect(run.log).toContain('essence-aura:ownerEmail is missing, such as owner@');
  expect(run.log).not.toMatch(/^\s+at /m);
  expect(run.registered.filter((name) => name.startsWith('aws:'))).toEqual([]);
});

test('a hosted zone of another domain is refused before a record is written into it', async () => {
  const run = await runUnderPulumi(CONFIG, 'other-shop.com');
  expect(run.exitCode).not.toBe(0);
  expect(run.log).toContain("is that of other-shop.com: essence-aura.com doesn't belong in it");
  expect(run.registered.filter((name) => name.startsWith('aws:route53/'))).toEqual([]);
});
