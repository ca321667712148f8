/** What the operator reads at the end of every run: whom somebody still has to tell, and what AWS waits for. */
import * as pulumi from '@pulumi/pulumi';
import { type Mails } from './alarms';
import type { AskAws } from './aws-cli';
import { type StackConfig } from './config';
import { openConfirmations, type Confirmation } from './confirmations';
import { delegationNotice } from './delegation';
import { offerOf } from './domain';
import { isElsewhere, returnDomainOf } from './mail';
import { type Zone } from './zone';

export interface Made {
  readonly zone: Zone;
  readonly alarms: readonly Mails[];
  /** What SES knows once it knows it. */
  readonly mail: Promise<readonly pulumi.Output<string>[]>;
}

export function sayWhatIsOpen(config: StackConfig, { zone, alarms, mail }: Made, ask: AskAws): void {
  pulumi.all([zone.name, zone.nameServers]).apply(async ([name, nameServers]) => {
    await warn(await delegationNotice(name, nameServers, isAtRoute53(config) ? 'route53' : 'elsewhere'));
  });
  if (config.register) void offerOf(config.domain, ask).then(warn);
  // Known once all is made: before that there is nothing to be confirmed.
  pulumi.all([alarms, zone.id, mail]).apply(async ([lists]) => {
    const asked = lists.map((list): Confirmation => ({ kind: 'alarms', ...list }));
    for (const notice of await openConfirmations(config, [...asked, ...ofMailAndDomain(config)], ask))
      await warn(notice);
  });
}

function ofMailAndDomain(config: StackConfig): readonly Confirmation[] {
  const { region } = config;
  const ofMail: readonly Confirmation[] = [
    { kind: 'keys', region, returnDomain: returnDomainOf(config) },
    ...(isElsewhere(config) ? [{ kind: 'address', region } as const] : []),
    { kind: 'sandbox', region },
  ];
  const ofDomain = isAtRoute53(config) ? [{ kind: 'registrant' } as const] : [];
  return [...(config.mail === 'ses' ? ofMail : []), ...ofDomain];
}

/** The domain is, or will be, registered in this account. */
const isAtRoute53 = ({ register, registrar }: StackConfig): boolean => register || registrar === 'route53';

async function warn(notice: string | null): Promise<void> {
  if (notice !== null) await pulumi.log.warn(notice);
}
