/**
 * What a stack decides, typed and checked before anything is created. Every problem is named at once; a key that is
 * not known is refused, because a misspelt one would otherwise quietly fall back to its default.
 */
import { z } from 'zod';

export interface StackConfig {
  /** The apex, such as essence-aura.com. `www.` and `app.` follow from it in server/hosts.ts. */
  readonly domain: string;
  /**
   * The Route 53 hosted zone that the domain is delegated to. By id and not by name: two zones may bear one name, and
   * records written to the one that is not delegated are seen by nobody.
   */
  readonly zoneId: string;
  /** Gets new orders, alarms and what the certificate authority has to say. */
  readonly ownerEmail: string;
  /** The machine's size. The processor's architecture, and with it the image, follows from it. */
  readonly instanceType: string;
  /** The disk holds the system, the database, the releases and the certificates. It can grow later, never shrink. */
  readonly volumeGib: number;
  /** How long resolvers keep the address records: low, so that a move to another address is over in a minute. */
  readonly recordTtlSeconds: number;
  /** Only for regions where some zone doesn't offer the instance type; otherwise AWS chooses. */
  readonly availabilityZone: string | null;
}

export class StackConfigError extends Error {
  override name = 'StackConfigError';
}

const required = (example: string) => z.string({ error: `is missing, such as ${example}` });
const wholeNumber = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, { message, abort: true })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { message });
};

const schema = z.strictObject({
  domain: required('essence-aura.com').regex(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    { message: 'must be a lower-case domain without www. or a trailing dot, such as essence-aura.com' },
  ),
  zoneId: required('Z0123456789ABCDEFGHIJ').regex(/^Z[A-Z0-9]{1,31}$/, {
    message: 'must be the id of a hosted zone, such as Z0123456789ABCDEFGHIJ',
  }),
  // Stricter than the standard: the address also goes into the host's environment file and a CAA record.
  ownerEmail: required('owner@example.com').regex(/^[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/, {
    message: 'must be an e-mail address',
  }),
  instanceType: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, { message: 'must be an EC2 instance type, such as t4g.small' })
    .default('t4g.small'),
  volumeGib: wholeNumber(16, 16_384).default(30),
  recordTtlSeconds: wholeNumber(30, 86_400).default(60),
  availabilityZone: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, { message: 'must be an availability zone, such as ap-northeast-2a' })
    .nullable()
    .default(null),
});

export const STACK_CONFIG_KEYS: readonly string[] = Object.keys(schema.shape);

/**
 * @param values every configuration value of the stack by its full name, such as `essence-aura:domain`; those of other
 *   namespaces, such as `aws:region`, are passed over
 */
export function readStackConfig(values: Readonly<Record<string, string>>, project: string): StackConfig {
  const prefix = `${project}:`;
  const own = Object.entries(values)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  const parsed = schema.safeParse(Object.fromEntries(own));
  if (parsed.success) return withoutLabel(parsed.data, prefix);
  throw new StackConfigError(asList(parsed.error.issues.flatMap((issue) => problemsOf(issue, prefix))));
}

function withoutLabel(config: StackConfig, prefix: string): StackConfig {
  if (!config.domain.startsWith('www.')) return config;
  throw new StackConfigError(asList([`${prefix}domain is the apex, without www.: ${config.domain.slice(4)}`]));
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
