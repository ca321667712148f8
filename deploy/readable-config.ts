/** What a stack's file says, without its passphrase: what is encrypted can't be read here, and a stand-in takes its place. */
import path from 'node:path';
import { readStackConfig, type StackConfig } from './config';
import { readStackFile } from './stack-file';
import { PROJECT } from './tags';

const SOMEBODY = {
  firstName: '-',
  lastName: '-',
  email: 'nobody@example.com',
  phoneNumber: '+1.5555',
  addressLine1: '-',
  city: '-',
  zipCode: '-',
  countryCode: 'KR',
};

/** @throws StackConfigError as `pulumi up` does, but for what is encrypted */
export function configOf(file: string): StackConfig {
  const values = readStackFile(file);
  const secrets = `${PROJECT}:secrets`;
  const contact = `${PROJECT}:contact`;
  const isOwnMail = values[`${PROJECT}:mail`] === 'own';
  if (isOwnMail || secrets in values) values[secrets] = isOwnMail ? '{"MAIL_URL":"unknown"}' : '{}';
  if (contact in values) values[contact] = JSON.stringify(SOMEBODY);
  const named = path.basename(file).split('.')[1];
  return readStackConfig(values, { project: PROJECT, stack: named === 'staging' ? 'staging' : 'production' });
}
