import { type Call } from '../../../deploy/rehearsal/aws/call';
import { createAccessKeys } from '../../../deploy/rehearsal/aws/credentials';
import { RefusedError } from '../../../deploy/rehearsal/aws/refusal';
import { createSecurityTokens } from '../../../deploy/rehearsal/aws/security-tokens';

const NOW = Date.parse('2026-11-30T00:00:00.600Z');
const arnOf = (role: string): string => `arn:aws:iam::123456789012:role/${role}`;
const trust = (Principal: object, more: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }],
  });
const roles = new Map([
  ['shop', { arn: arnOf('shop'), trust: trust({ Service: 'ec2.amazonaws.com' }) }],
  ['challenges', { arn: arnOf('challenges-1'), trust: trust({ AWS: arnOf('shop') }) }],
  ['careless', { arn: arnOf('careless'), trust: trust({ AWS: '*' }, { Condition: {} }) }],
]);
const keys = createAccessKeys();
const tokens = createSecurityTokens({ keys, roles, now: () => NOW });

const QUESTION = {
  Action: 'AssumeRole',
  Version: '2011-06-15',
  RoleArn: arnOf('challenges-1'),
  RoleSessionName: 'certificates',
  DurationSeconds: '900',
};

/** @param mayNot what the caller's own policy says no to */
async function take(changes: object = {}, { caller = 'shop', mayNot = '' } = {}): Promise<string> {
  const call: Call = {
    request: { method: 'POST', headers: {} },
    url: new URL('https://sts.ap-northeast-2.amazonaws.com/'),
    content: Buffer.from(new URLSearchParams({ ...QUESTION, ...changes }).toString()),
    caller,
    authorize(action, resource) {
      if (`${action} ${resource}` === mayNot) throw new RefusedError('AccessDenied', 'by its own policy');
    },
  };
  return String((await tokens.answer(call)).body);
}
const elementOf = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';

test('a role that trusts whoever asks is taken, by keys of its own that end with the seconds asked for', async () => {
  const xml = await take();
  const key = keys.find(elementOf(xml, 'AccessKeyId'));
  expect(key).toMatchObject({ owner: 'challenges', expiresAtMs: Date.parse('2026-11-30T00:15:00Z') });
  expect([elementOf(xml, 'SecretAccessKey'), elementOf(xml, 'SessionToken')]).toEqual([key?.secret, key?.token]);
  expect(elementOf(xml, 'Expiration')).toBe('2026-11-30T00:15:00Z');
  expect(elementOf(xml, 'Arn')).toBe('arn:aws:sts::123456789012:assumed-role/challenges-1/certificates');
  expect(tokens.issued.at(-1)).toBe(key);
});

test('each time it is taken there are other keys, for an hour at most', async () => {
  const [first, second] = [await take(), await take({ DurationSeconds: '3600' })].map((xml) =>
    elementOf(xml, 'AccessKeyId'),
  );
  expect(second).not.toBe(first);
  expect(tokens.issued.at(-1)?.expiresAtMs).toBe(Date.parse('2026-11-30T01:00:00Z'));
});

test.each<[string, object, Parameters<typeof take>[1]]>([
  ['by whom it does not trust', {}, { caller: 'careless' }],
  ['by a user', {}, { caller: 'operator' }],
  ['by itself', {}, { caller: 'challenges' }],
  ['by whose own policy does not allow it', {}, { mayNot: `sts:AssumeRole ${arnOf('challenges-1')}` }],
  ['where it lets in a service alone', { RoleArn: arnOf('shop') }, {}],
  ['where there is none', { RoleArn: arnOf('challenges-2') }, {}],
])('a role is not taken %s', async (_what, changes, who) => {
  const before = tokens.issued.length;
  await expect(take(changes, who)).rejects.toMatchObject({ code: 'AccessDenied' });
  expect(tokens.issued).toHaveLength(before);
});

test.each([
  ['for longer than an hour, by another role', { DurationSeconds: '3601' }],
  ['for less than a quarter of one', { DurationSeconds: '899' }],
  ['for a time that is none', { DurationSeconds: 'long' }],
  ['without a name for the session', { RoleSessionName: '' }],
  ['under a name with other letters', { RoleSessionName: 'my session' }],
  ['by another action', { Action: 'GetSessionToken' }],
])('a role is not taken %s', async (_what, changes) => {
  await expect(take(changes)).rejects.toMatchObject({ code: 'ValidationError', status: 400 });
});

test('a condition of whom a role trusts, of which nothing is known here, is refused and not passed over', async () => {
  await expect(take({ RoleArn: arnOf('careless') })).rejects.toThrow(/Condition/);
});
