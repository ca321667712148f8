/** With port 22 closed, the agent of Systems Manager is the only way in: it is root, and has to stay new. */
import * as aws from '@pulumi/aws';
import { type Output, type Resource } from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { PROJECT, tagsOf } from './tags';

/** Installed as a package of no archive, it is brought up to date by nobody else: Debian's own updates don't know it. */
export function keepAgentNew(config: StackConfig, instanceId: Output<string>, after: readonly Resource[]): void {
  new aws.ssm.Association(
    'agent',
    {
      name: 'AWS-UpdateSSMAgent',
      associationName: `${PROJECT}-${config.stack}-agent`,
      targets: [{ key: 'InstanceIds', values: [instanceId] }],
      scheduleExpression: 'rate(7 days)',
      tags: tagsOf(config, 'agent'),
    },
    { dependsOn: [...after] },
  );
}
