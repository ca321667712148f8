import { readPolicies } from '../../../deploy/rehearsal/aws/policy';

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });

test('what no statement allows is denied', () => {
  const allows = readPolicies([policy(allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::store/backups/*'))]);
  expect(allows('s3:GetObject', 'arn:aws:s3:::store/backups/a/b')).toBe(true);
  expect(allows('s3:PutObject', 'arn:aws:s3:::store/backups/a')).toBe(true);
  expect(allows('s3:DeleteObject', 'arn:aws:s3:::store/backups/a')).toBe(false);
  expect(allows('s3:GetObject', 'arn:aws:s3:::store/releases/a')).toBe(false);
  expect(allows('s3:GetObject', 'arn:aws:s3:::another/store/backups/a')).toBe(false);
});

test('a denial has the last word, whichever policy it stands in', () => {
  const deny = { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' };
  const allows = readPolicies([policy(deny), policy(allow('s3:*', '*'))]);
  expect(allows('s3:GetObject', 'arn:aws:s3:::store/a')).toBe(true);
  expect(allows('s3:DeleteObject', 'arn:aws:s3:::store/a')).toBe(false);
});

test('actions are the same in any letters, resources are not; a question mark is one letter', () => {
  const allows = readPolicies([policy(allow('S3:getobject', 'arn:aws:s3:::stor?/(a)'))]);
  expect(allows('s3:GetObject', 'arn:aws:s3:::store/(a)')).toBe(true);
  expect(allows('s3:GetObject', 'arn:aws:s3:::STORE/(a)')).toBe(false);
  expect(allows('s3:GetObject', 'arn:aws:s3:::stores/(a)')).toBe(false);
});

test('a condition, of which nothing is known here, is refused and not passed over', () => {
  const conditional = { ...allow('s3:*', '*'), Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
  expect(() => readPolicies([policy(conditional)])).toThrow(/Condition/);
});
