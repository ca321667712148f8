/** What the doctor's command refuses before it looks at anything: it asks nobody on the way there. */
import { existsSync } from 'node:fs';
import { runCommand } from '../setup/commands';

const production = { env: { NODE_ENV: 'production' } };
const WITHOUT_DOMAIN = 'DOMAIN must be set in production, such as essence-aura.com';

test('without a domain, of an environment that has none, nobody can be looked at', () => {
  expect(runCommand('doctor', [], production)).toEqual({ status: 2, stdout: '', stderr: `${WITHOUT_DOMAIN}\n` });
});

test('a page that can’t be written is told at once; of another one’s shop the environment doesn’t matter', () => {
  const html = '/nowhere/report.html';
  const { status, stdout, stderr } = runCommand('doctor', ['essence-aura.com', '--html', html], production);
  expect([status, stdout, existsSync(html)]).toEqual([2, '', false]);
  expect(stderr.split('\n')).toEqual([
    `Nothing inside is looked at: ${WITHOUT_DOMAIN}`,
    expect.stringContaining(`--html: ${html} can't be written: ENOENT`),
    '',
  ]);
});

test.each([['192.0.2.1'], ['x.local']])('%s is no shop that could be looked at', (typed) => {
  const { status, stdout, stderr } = runCommand('doctor', [typed]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^\S+ is (an address|a private name)[^\n]*\n$/);
});
