/** A user who may hand mail to SES over SMTP, and nothing else. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { tagsOf } from './tags';

/** @returns where the shop hands its mail over, as MAIL_URL; a secret */
export function createSender(config: StackConfig): pulumi.Output<string> {
  const user = new aws.iam.User('mail', { forceDestroy: false, tags: tagsOf(config, 'mail') });
  const permission = new aws.iam.UserPolicy('mail', {
    user: user.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ses:SendRawEmail',
          // Not the identity alone: in the sandbox SES also asks whether the receiver's may be used.
          Resource: '*',
          Condition: { StringLike: { 'ses:FromAddress': [`*@${config.domain}`, config.ownerEmail] } },
        },
      ],
    }),
  });
  const key = new aws.iam.AccessKey(
    'mail',
    { user: user.name },
    { additionalSecretOutputs: ['sesSmtpPasswordV4'], dependsOn: [permission] },
  );
  const server = `email-smtp.${config.region}.amazonaws.com:465`;
  return pulumi.secret(
    pulumi
      .all([key.id, key.sesSmtpPasswordV4])
      .apply(([id, password]) => `smtps://${encodeURIComponent(id)}:${encodeURIComponent(password)}@${server}`),
  );
}
