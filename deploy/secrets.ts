/** Secrets go from Pulumi's encrypted configuration to Parameter Store, and from there the machine fetches them itself. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { PROJECT, tagsOf } from './tags';

export function parametersPathOf(config: Pick<StackConfig, 'stack'>): string {
  return `/${PROJECT}/${config.stack}/`;
}

/**
 * @param made secrets that this program makes itself, by the variable's name
 * @returns what the machine waits for: it reads them on its first boot
 */
export function createSecrets(
  config: StackConfig,
  made: Readonly<Record<string, pulumi.Output<string>>>,
): readonly pulumi.Resource[] {
  return Object.entries({ ...made, ...config.secrets }).map(
    ([name, value]) =>
      new aws.ssm.Parameter(`secret-${name}`, {
        name: `${parametersPathOf(config)}${name}`,
        type: 'SecureString',
        value: pulumi.secret(value),
        tags: tagsOf(config, 'secret'),
      }),
  );
}
