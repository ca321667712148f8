/** What `pulumi up` says to whoever changed what a machine that runs has to learn. */
import type { HostConfig } from '../../deploy/host-config';
import { settingsNotice } from '../../deploy/settings';
import { HOST as NOW } from './samples';
import { CONFIG, runProgram } from './stack';

const saidOf = (before: Partial<HostConfig>): string | null =>
  settingsNotice(JSON.stringify({ ...NOW, ...before }), NOW);

test('nothing is said of a machine that is yet to be made, nor of one that knows all', () => {
  expect(settingsNotice(null, NOW)).toBeNull();
  expect(saidOf({})).toBeNull();
  const ofAnEarlierProgram = Object.fromEntries(Object.entries(NOW).filter(([key]) => key !== 'adminAddress'));
  expect(settingsNotice(JSON.stringify(ofAnEarlierProgram), NOW)).toBeNull();
});

test('what the machine was told otherwise is named, with when it learns it and the command that tells it now', () => {
  expect(saidOf({ domain: 'before.example', adminAddress: '203.0.113.7/32' })).toBe(
    'The machine was made with another domain, adminAddress. It reads what is new within a day by itself; at once: ' +
      'npm run refresh-host -- --stack production',
  );
});

test('what only another machine can be told is said apart', () => {
  expect(saidOf({ dataDevice: '/dev/other' })).toBe(
    'Another dataDevice takes another machine: npm run recover -- --stack production',
  );
  expect(saidOf({ dataDevice: '/dev/other', rebootTime: '04:00' })?.split('\n')).toHaveLength(2);
});

test('the program asks what was told before, decrypting nothing, and publishes what is told now', async () => {
  const stack = await runProgram('production', { ...CONFIG.production, 'essence-aura:rebootTime': '04:10' });
  const [asked, ...others] = stack.calls.filter(({ token }) => token.includes('getParametersByPath'));
  expect(others).toEqual([]);
  expect(asked?.inputs).toMatchObject({ path: '/essence-aura/production/', withDecryption: false });
  const told = stack.of('aws:ssm/parameter:Parameter').find(({ name }) => name === 'settings');
  expect(JSON.parse(String(told?.inputs.insecureValue))).toMatchObject({ rebootTime: '04:10', bucket: 'store-bucket' });
});
