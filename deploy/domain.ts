/** The domain itself, where Route 53 is its registrar: bought, or held already. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import type { AskAws } from './aws-cli';
import { type StackConfig } from './config';
import { DOMAIN_YEAR, PRICES_OF, topLevelOf } from './prices';
import { problem } from './problem';
import { tagsOf } from './tags';
import type { Zone } from './zone';

/** Nobody's address is to be read by everybody, and nobody else may take the domain away. */
const GUARDED = {
  adminPrivacy: true,
  billingPrivacy: true,
  registrantPrivacy: true,
  techPrivacy: true,
  autoRenew: true,
  transferLock: true,
};
/** A domain that was lost is lost: no `up` and no `destroy` gives it back. */
const KEPT = { protect: true, retainOnDelete: true };
/** AWS has done with most in minutes; some registries take hours. */
const CREATE_TIMEOUT = '6h';

/** Route 53 makes the hosted zone of a domain that it registers, and names it to the registry. */
export function registerDomain(config: StackConfig, after: readonly pulumi.Resource[]): Zone {
  const person = pulumi.secret(config.contact ?? {});
  const domain = new aws.route53domains.Domain(
    'domain',
    {
      ...GUARDED,
      domainName: config.domain,
      durationInYears: 1,
      adminContact: person,
      registrantContact: person,
      techContact: person,
      timeouts: { create: CREATE_TIMEOUT },
      tags: tagsOf(config, 'domain'),
    },
    {
      ...KEPT,
      dependsOn: [...after],
      additionalSecretOutputs: ['adminContact', 'billingContacts', 'registrantContact', 'techContact'],
    },
  );
  return {
    id: domain.hostedZoneId,
    name: domain.domainName,
    nameServers: domain.nameServers.apply((servers) => servers.map(({ name }) => name)),
  };
}

/** Of a domain in this account: the registry is told of the zone's name servers, and nobody needs the console. */
export function keepDomain(config: StackConfig, zone: Zone, after: readonly pulumi.Resource[]): void {
  new aws.route53domains.RegisteredDomain(
    'domain',
    {
      ...GUARDED,
      domainName: zone.name.apply((name) => {
        const held = name.replace(/\.$/, '');
        if (held === config.domain) return held;
        throw problem(`The zone is that of ${held}, so it is the stack of ${held} that tells the registrar of it.`);
      }),
      nameServers: zone.nameServers.apply((servers) => servers.map((name) => ({ name }))),
      tags: tagsOf(config, 'domain'),
    },
    { ...KEPT, dependsOn: [...after] },
  );
}

const prices = z.object({
  Prices: z.array(z.object({ RegistrationPrice: z.object({ Price: z.number(), Currency: z.string() }) })).min(1),
});
const availability = z.object({ Availability: z.string() });

/** Said by `preview` too, before anything is bought. @returns null once the domain is in this account */
export async function offerOf(domain: string, ask: AskAws): Promise<string | null> {
  const of = (what: string, ...args: readonly string[]): Promise<unknown> =>
    ask(['route53domains', what, '--region', 'us-east-1', ...args]);
  const isHeld = await of('get-domain-detail', '--domain-name', domain).then(
    () => true,
    () => false,
  );
  if (isHeld) return null;
  const top = topLevelOf(domain);
  const [price, state] = await Promise.all([
    of('list-prices', '--tld', top)
      .then((answer) => priceIn(prices.parse(answer)))
      .catch(() => notedPrice(top)),
    of('check-domain-availability', '--domain-name', domain)
      .then((answer) => availability.parse(answer).Availability)
      .catch(() => 'DONT_KNOW'),
  ]);
  return (
    `${domain} is bought from Route 53 ${price}. It is renewed every year by itself. No credits cover it, and nobody gives ` +
    `the money back.${doubtOf(state)}`
  );
}

function doubtOf(state: string): string {
  if (state === 'AVAILABLE') return '';
  return state === 'DONT_KNOW'
    ? ' Whether it can be bought at all, AWS could not say.'
    : ` AWS says that it can't be bought: ${state}.`;
}

const priceIn = ({ Prices: [price] }: z.infer<typeof prices>): string =>
  `for ${price?.RegistrationPrice.Price.toFixed(2)} ${price?.RegistrationPrice.Currency} a year`;

function notedPrice(top: string): string {
  const price = DOMAIN_YEAR[top];
  const page = 'https://aws.amazon.com/route53/pricing/ says what it is today';
  return price === undefined
    ? `at a price that isn't noted here (${page})`
    : `for about ${price.toFixed(2)} USD a year (noted on ${PRICES_OF.notedOn}; ${page})`;
}
