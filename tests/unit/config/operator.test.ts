import { readOperatorEnvironment } from '../../../server/config/env';

test('the region is the one that the AWS CLI would take, in its own order', () => {
  expect(readOperatorEnvironment({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }).awsRegion).toBe(
    'eu-west-1',
  );
  expect(readOperatorEnvironment({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' }).awsRegion).toBe('us-east-1');
  expect(readOperatorEnvironment({}).awsRegion).toBeNull();
});

test('the passphrase is known by itself, an empty one too, or by its file', () => {
  expect(readOperatorEnvironment({ PULUMI_CONFIG_PASSPHRASE: '' }).knowsPassphrase).toBe(true);
  expect(readOperatorEnvironment({ PULUMI_CONFIG_PASSPHRASE_FILE: '/a/file' }).knowsPassphrase).toBe(true);
  expect(readOperatorEnvironment({ PULUMI_CONFIG_PASSPHRASE_FILE: '' }).knowsPassphrase).toBe(false);
  expect(readOperatorEnvironment({}).knowsPassphrase).toBe(false);
});
