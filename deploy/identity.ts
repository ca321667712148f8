/** Who may be named as a sender at SES: made, unless the account has it already, from another stack or an earlier day. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { ownTagsOf, tagsOf } from './tags';

export interface Identity {
  /** The domain or the address. */
  readonly name: pulumi.Output<string>;
  /** Of a domain's keys. */
  readonly tokens: pulumi.Output<readonly string[]>;
}

/** The types promise tokens. Should they be missing, the record has an empty label and AWS refuses it. */
interface Signing {
  readonly tokens?: readonly string[];
}

/**
 * An account has each only once in a region, and a second one is refused. So one that is there and isn't this stack's is
 * used, and stays when this stack ends.
 */
export async function identityOf(
  config: StackConfig,
  part: 'mail' | 'owner',
  emailIdentity: string,
  dependsOn: pulumi.Resource[],
): Promise<Identity> {
  const found = await foundElsewhere(config, emailIdentity);
  if (found) {
    const signing: readonly Signing[] = found.dkimSigningAttributes;
    return { name: pulumi.output(emailIdentity), tokens: pulumi.output(signing[0]?.tokens ?? []) };
  }
  const signed = part === 'mail' && { dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' } };
  const made = new aws.sesv2.EmailIdentity(
    part,
    { emailIdentity, ...signed, tags: tagsOf(config, part) },
    { dependsOn },
  );
  return {
    name: made.emailIdentity,
    tokens: made.dkimSigningAttributes.apply(({ tokens }: Signing): readonly string[] => tokens ?? []),
  };
}

async function foundElsewhere(
  config: StackConfig,
  emailIdentity: string,
): Promise<aws.sesv2.GetEmailIdentityResult | null> {
  // That none is there is an error to the provider. Should it be another error, making one tells the operator.
  const found = await aws.sesv2.getEmailIdentity({ emailIdentity }).catch(() => null);
  const tags: Readonly<Record<string, string>> | undefined = found?.tags;
  const isOwn = Object.entries(ownTagsOf(config)).every(([name, value]) => tags?.[name] === value);
  return isOwn ? null : found;
}
