/** What a stack decides, checked before anything is created. Each key is explained in stacks/Pulumi.example.yaml. */
import { z } from 'zod';
import { AUTHORITY_NAMES, type AuthorityName } from './authorities';
import {
  adminAddress,
  adminKey,
  contact,
  domainName,
  emailAddress,
  required,
  secrets,
  wholeNumber,
  yesOrNo,
  type Contact,
} from './config-values';
import { type Registrar } from './delegation';
import { dkimDomainOf } from './dkim';
import { ACME_CHALLENGES, STACK_NAMES, type AcmeChallenge, type StackName } from './host-config';
import { isSold } from './prices';

export interface StackConfig {
  readonly stack: StackName;
  readonly region: string;
  /** The apex, such as essence-aura.com. `www.` and `app.` follow from it in server/hosts.ts. */
  readonly domain: string;
  /** null: the zone is created. By id and not by name: two zones may bear one name, and one of them is seen by nobody. */
  readonly zoneId: string | null;
  /** The zone one level up, which is to delegate the created one. */
  readonly parentZoneId: string | null;
  /** The domain is bought, and its zone comes with it. */
  readonly register: boolean;
  /** Whose it then is. */
  readonly contact: Contact | null;
  /** Where the domain was bought: at Route 53, in this account, its name servers are set by this program. */
  readonly registrar: Registrar;
  readonly ownerEmail: string;
  /** ses: an identity, its records and credentials are made. own: MAIL_URL is among the secrets. */
  readonly mail: 'ses' | 'own';
  readonly dmarcPolicy: 'none' | 'quarantine' | 'reject';
  readonly certificateAuthority: AuthorityName;
  readonly acmeChallenge: AcmeChallenge;
  /** null: the authority's choice. */
  readonly acmeProfile: string | null;
  /** The processor's architecture, and with it the image, follows from it. */
  readonly instanceType: string;
  /** What a machine of the t family does when it has computed for long: cost more, or get slower. */
  readonly cpuCredits: 'unlimited' | 'standard';
  readonly rootGib: number;
  readonly dataGib: number;
  readonly snapshotDays: number;
  readonly versionDays: number;
  readonly availabilityZone: string | null;
  readonly recordTtlSeconds: number;
  readonly rebootTime: string;
  /** In CIDR notation. null: port 22 is closed to everybody. */
  readonly adminAddress: string | null;
  readonly adminKey: string | null;
  /** 0: none. */
  readonly budgetUsd: number;
  /** By the name of the variable that the shop reads. */
  readonly secrets: Readonly<Record<string, string>>;
}

export class StackConfigError extends Error {
  override name = 'StackConfigError';
}

const zoneId = z
  .string()
  .regex(/^Z[A-Z0-9]{1,31}$/, { message: 'must be the id of a hosted zone, such as Z0123456789ABCDEFGHIJ' })
  .nullable()
  .default(null);

/** Their disks are not called by the volume's id, which is how the machine finds its data (volume.ts). */
const BEFORE_NITRO = /^(t[12]|m[1-4]|c[1-4]|r[34]|i[23]|d2|g[23]|p[23]|x1e?|h1|f1)\./;

const schema = z.strictObject({
  domain: required('essence-aura.com').pipe(domainName),
  ownerEmail: required('owner@example.com').pipe(emailAddress),
  zoneId,
  parentZoneId: zoneId,
  register: yesOrNo.default(false),
  contact: contact.nullable().default(null),
  registrar: z.enum(['elsewhere', 'route53'], { error: 'must be elsewhere or route53' }).default('elsewhere'),
  certificateAuthority: z
    .enum(AUTHORITY_NAMES, { error: `must be one of ${AUTHORITY_NAMES.join(', ')}` })
    .default('letsencrypt'),
  acmeChallenge: z.enum(ACME_CHALLENGES, { error: 'must be http-01 or dns-01' }).default('http-01'),
  acmeProfile: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, { message: 'must be a profile of the authority, such as classic or shortlived' })
    .nullable()
    .default(null),
  mail: z.enum(['ses', 'own'], { error: 'must be ses or own' }).default('ses'),
  dmarcPolicy: z
    .enum(['none', 'quarantine', 'reject'], { error: 'must be none, quarantine or reject' })
    .default('quarantine'),
  instanceType: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, { message: 'must be an EC2 instance type, such as t4g.small' })
    .refine((type) => !BEFORE_NITRO.test(type), {
      message:
        "must be a type of AWS's present generation, such as t4g.small: on older ones the data's disk has no name",
    })
    .default('t4g.small'),
  cpuCredits: z.enum(['unlimited', 'standard'], { error: 'must be unlimited or standard' }).default('unlimited'),
  rootGib: wholeNumber(10, 1_024).default(16),
  dataGib: wholeNumber(10, 16_384).default(20),
  snapshotDays: wholeNumber(1, 365).default(14),
  versionDays: wholeNumber(1, 3_650).default(30),
  availabilityZone: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, { message: 'must be an availability zone, such as ap-northeast-2a' })
    .nullable()
    .default(null),
  recordTtlSeconds: wholeNumber(30, 86_400).default(60),
  rebootTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'must be a time of day, such as 03:30' })
    .default('03:30'),
  adminAddress: adminAddress.nullable().default(null),
  adminKey: adminKey.nullable().default(null),
  budgetUsd: wholeNumber(0, 100_000).default(40),
  secrets: secrets.default({}),
});

export const STACK_CONFIG_KEYS: readonly string[] = Object.keys(schema.shape);

/** @param values by full name, such as `essence-aura:domain`; of other namespaces only `aws:region` counts */
export function readStackConfig(
  values: Readonly<Record<string, string>>,
  { project, stack }: { readonly project: string; readonly stack: string },
): StackConfig {
  const prefix = `${project}:`;
  const own = Object.entries(values)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  const parsed = schema.safeParse(Object.fromEntries(own));
  const region = values['aws:region'] ?? '';
  const stackName = STACK_NAMES.find((name) => name === stack);

  const problems = parsed.success
    ? contradictionsIn(parsed.data, region, prefix)
    : parsed.error.issues.flatMap((issue) => problemsOf(issue, prefix));
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) problems.push('aws:region is missing, such as ap-northeast-2');
  if (!stackName) problems.push(`the stack is called ${stack}; it must be ${STACK_NAMES.join(' or ')}`);
  if (!parsed.success || !stackName || problems.length > 0) throw new StackConfigError(asList(problems));
  return { ...parsed.data, region, stack: stackName };
}

/** What is right on its own and wrong together. */
function contradictionsIn(config: z.infer<typeof schema>, region: string, prefix: string): string[] {
  const problems: string[] = [];
  const say = (key: keyof typeof config, problem: string): void => void problems.push(`${prefix}${key} ${problem}`);
  const named = Object.hasOwn(config.secrets, 'MAIL_URL');
  if (config.domain.startsWith('www.')) say('domain', `is the apex, without www.: ${config.domain.slice(4)}`);
  if (config.mail === 'own' && !named) {
    say('mail', 'is own, so the secret MAIL_URL must say where: pulumi config set --secret --path secrets.MAIL_URL …');
  }
  if (config.mail === 'ses' && named) say('mail', 'must be own where the secret MAIL_URL is set');
  if (config.mail === 'ses' && dkimDomainOf(region) === null) {
    say('mail', `must be own in ${region}: it isn't known here where SES keeps the keys of that region`);
  }
  if (config.zoneId && config.parentZoneId) {
    say('parentZoneId', 'is for a zone that is created; zoneId names one that exists');
  }
  return [...problems, ...aboutTheDomain(config).map(([key, problem]) => `${prefix}${key} ${problem}`)];
}

function aboutTheDomain(config: z.infer<typeof schema>): readonly (readonly [keyof typeof config, string])[] {
  const { domain, register, registrar, zoneId: zone, parentZoneId: parent } = config;
  const checks: readonly (readonly [boolean, keyof typeof config, string])[] = [
    [register && zone !== null, 'zoneId', 'names a zone that exists; a domain that is registered brings its own'],
    [register && parent !== null, 'parentZoneId', 'is for a name below a domain; register buys a domain'],
    [register && !isSold(domain), 'register', `buys a domain, and ${domain} is a name below one`],
    [
      register && !config.contact,
      'contact',
      'is missing: whose is it? pulumi config set --secret --path contact.NAME …',
    ],
    [registrar === 'route53' && parent !== null, 'registrar', 'is for a domain; the zone above names this one'],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, key, problem]) => [key, problem] as const);
}

function problemsOf(issue: z.core.$ZodIssue, prefix: string): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${prefix}${key} is not known; known are ${STACK_CONFIG_KEYS.join(', ')}`);
  }
  return [`${prefix}${issue.path.join('.')} ${issue.message}`];
}

function asList(problems: readonly string[]): string {
  return ["The stack's configuration can't be used:", ...problems.map((problem) => `  ${problem}`)].join('\n');
}
