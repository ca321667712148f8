/** The only reader of `process.env`, at start: all problems at once, and no malformed value becomes its default. */
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { email } from '../values/email';
import { readBy } from '../values/reading';
import { findRoot } from './paths';

export type Mode = 'development' | 'production';
export type CertificateSourceName = 'local' | 'acme' | 'files';
/** By which the shop's names are proven to a CA (RFC 8555, 8). */
export type ChallengeType = 'http-01' | 'dns-01';
export type PaymentMethodName = 'test' | 'bank';

/** What may be printed. Secrets are kept apart in {@link Secrets}. */
export interface Config {
  readonly mode: Mode;
  readonly domain: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** The one address that the edge listens on; null: all of this machine's. */
  readonly edgeAddress: string | null;
  /** The port browsers use; differs from `httpsPort` when the host forwards 443 to an unprivileged port. */
  readonly publicHttpsPort: number;
  readonly shopPort: number;
  readonly dataDir: string;
  readonly embeddedPostgres: boolean;
  readonly certificates: CertificateSourceName;
  readonly acme: {
    readonly directoryUrl: string;
    readonly email: string | null;
    readonly caFile: string | null;
    readonly challenge: ChallengeType;
    /** Where root leaves credentials for the hosted zone; read with dns-01 only. */
    readonly dnsCredentialsFile: string;
    /** One of the directory's kinds of certificate; null: the directory's choice. */
    readonly profile: string | null;
  };
  readonly payments: readonly PaymentMethodName[];
  readonly ownerEmail: string | null;
  readonly pageCache: boolean;
  /** Seconds a browser shall insist on HTTPS; 0 makes it forget what it was promised before. */
  readonly hstsMaxAgeSeconds: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Never logged, never printed. */
export interface Secrets {
  /** null: embedded Postgres, whose address `npm start` passes to its children. */
  readonly databaseUrl: string | null;
  /** null: made on first start and kept in the data directory. */
  readonly sessionSecret: string | null;
  readonly mailUrl: string;
}

export interface Environment {
  readonly config: Config;
  readonly secrets: Secrets;
  /** Everything as it was given, for the processes that `npm start` starts. */
  readonly inherited: NodeJS.ProcessEnv;
}

export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigurationError';
  }
}

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';
const LETS_ENCRYPT_STAGING = 'https://acme-staging-v02.api.letsencrypt.org/directory';

const hostName = z
  .string()
  .max(253)
  .regex(/^(?=.*\.)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/, {
    message: 'must be a lower-case host name with at least one dot, such as essence-aura.com',
  });
export const isDomain = (text: string): boolean => hostName.safeParse(text).success;
const port = z
  .string()
  .regex(/^\d{1,5}$/, { message: 'must be a port number from 1 to 65535' })
  .transform(Number)
  .refine((n) => n >= 1 && n <= 65535, { message: 'must be a port number from 1 to 65535' });
const address = z.string().refine((value) => isIP(value) !== 0, {
  message: 'must be an address such as 127.0.0.1 or ::1, and not a name',
});
/** Two years, which is what preload lists ask for, is the most there is a use for. */
const MAX_HSTS_SECONDS = 63_072_000;
const hstsMaxAge = z
  .string()
  .regex(/^\d{1,8}$/, { message: 'must be a number of seconds, such as 300 or 31536000' })
  .transform(Number)
  .refine((n) => n <= MAX_HSTS_SECONDS, { message: `must be at most ${MAX_HSTS_SECONDS} seconds, which is two years` });
const url = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be a URL starting with ${protocols.join(' or ')}`,
  });
const mailbox = readBy(email, 'must be an e-mail address');
/** Which of them a directory has is known when it is asked. */
const profile = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, {
  message: "must be the name of one of the ACME server's profiles, such as classic, tlsserver or shortlived",
});
const paymentList = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(['test', 'bank'])).min(1))
  .refine((names) => new Set(names).size === names.length, { message: 'names a method twice' });

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  DOMAIN: hostName.optional(),
  HTTP_PORT: port.optional(),
  HTTPS_PORT: port.optional(),
  EDGE_ADDRESS: address.optional(),
  PUBLIC_HTTPS_PORT: port.optional(),
  SHOP_PORT: port.default(3001),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  DATA_DIR: z.string().min(1).optional(),
  CERTIFICATES: z.enum(['local', 'acme', 'files']).optional(),
  ACME_DIRECTORY_URL: url(['https:']).optional(),
  ACME_EMAIL: mailbox.optional(),
  ACME_CA_FILE: z.string().optional(),
  ACME_CHALLENGE: z.enum(['http-01', 'dns-01']).default('http-01'),
  DNS_CREDENTIALS_FILE: z.string().default('/run/essence-aura/route53.json'),
  ACME_PROFILE: profile.optional(),
  SESSION_SECRET: z.string().optional(),
  MAIL_URL: url(['file:', 'smtp:', 'smtps:']).optional(),
  PAYMENTS: paymentList.optional(),
  OWNER_EMAIL: mailbox.optional(),
  PAGE_CACHE: z.enum(['on', 'off']).default('on'),
  HSTS_MAX_AGE: hstsMaxAge.default(300),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** The names of every variable the project reads; `.env.example` is tested against it. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(schema.shape);

/** An empty variable counts as one that is not set, as in a shell's `NAME= command`. */
function withoutEmpty(source: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(source).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()));
  return Object.fromEntries(entries);
}

/** True for secrets that a person typed rather than a generator: short, or with few distinct characters. */
export function isWeakSecret(secret: string): boolean {
  return secret.length < 32 || new Set(secret).size < 12;
}

function crossFieldProblems(raw: z.infer<typeof schema>): string[] {
  const problems: string[] = [];
  const production = raw.NODE_ENV === 'production';
  if (production && !raw.DOMAIN) problems.push('DOMAIN must be set in production, such as essence-aura.com');
  if (production && raw.SESSION_SECRET && isWeakSecret(raw.SESSION_SECRET)) {
    problems.push('SESSION_SECRET is too weak: use at least 32 random characters, or leave it empty to have one made');
  }
  const ports = [
    ['HTTP_PORT', raw.HTTP_PORT ?? (production ? 80 : 8080)],
    ['HTTPS_PORT', raw.HTTPS_PORT ?? (production ? 443 : 8443)],
    ['SHOP_PORT', raw.SHOP_PORT],
  ] as const;
  for (const [i, [name, value]] of ports.entries()) {
    const twin = ports.slice(0, i).find(([, other]) => other === value);
    if (twin) problems.push(`${name} is ${value}, and so is ${twin[0]}: each needs a port of its own`);
  }
  return problems;
}

export function readEnvironment(source: NodeJS.ProcessEnv = process.env, cwd: string = findRoot()): Environment {
  const parsed = schema.safeParse(withoutEmpty(source));
  if (!parsed.success) {
    throw new ConfigurationError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  }
  const raw = parsed.data;
  const problems = crossFieldProblems(raw);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const production = raw.NODE_ENV === 'production';
  const httpsPort = raw.HTTPS_PORT ?? (production ? 443 : 8443);
  const dataDir = path.resolve(cwd, raw.DATA_DIR ?? (production ? '/var/lib/essence-aura' : '.data'));
  return {
    inherited: source,
    config: {
      mode: production ? 'production' : 'development',
      domain: raw.DOMAIN ?? 'essence-aura.localhost',
      httpPort: raw.HTTP_PORT ?? (production ? 80 : 8080),
      httpsPort,
      edgeAddress: raw.EDGE_ADDRESS ?? null,
      publicHttpsPort: raw.PUBLIC_HTTPS_PORT ?? httpsPort,
      shopPort: raw.SHOP_PORT,
      dataDir,
      embeddedPostgres: !raw.DATABASE_URL,
      certificates: raw.CERTIFICATES ?? (production ? 'acme' : 'local'),
      acme: {
        directoryUrl: raw.ACME_DIRECTORY_URL ?? (production ? LETS_ENCRYPT : LETS_ENCRYPT_STAGING),
        email: raw.ACME_EMAIL ?? raw.OWNER_EMAIL ?? null,
        caFile: raw.ACME_CA_FILE ? path.resolve(cwd, raw.ACME_CA_FILE) : null,
        challenge: raw.ACME_CHALLENGE,
        dnsCredentialsFile: path.resolve(cwd, raw.DNS_CREDENTIALS_FILE),
        profile: raw.ACME_PROFILE ?? null,
      },
      payments: raw.PAYMENTS ?? (production ? ['test'] : ['test', 'bank']),
      ownerEmail: raw.OWNER_EMAIL ?? null,
      pageCache: raw.PAGE_CACHE === 'on',
      hstsMaxAgeSeconds: raw.HSTS_MAX_AGE,
      logLevel: raw.LOG_LEVEL,
    },
    secrets: {
      databaseUrl: raw.DATABASE_URL ?? null,
      sessionSecret: raw.SESSION_SECRET ?? null,
      mailUrl: raw.MAIL_URL ?? `file:${path.join(dataDir, 'outbox')}`,
    },
  };
}

/** What an operator's commands have to know of what the CLIs that they call read for themselves. */
export interface OperatorEnvironment {
  readonly awsRegion: string | null;
  readonly knowsPassphrase: boolean;
  /** Such as `ko_KR.UTF-8`. */
  readonly terminalLocale: string | null;
}

export function readOperatorEnvironment(source: NodeJS.ProcessEnv = process.env): OperatorEnvironment {
  const set = withoutEmpty(source);
  return {
    awsRegion: set['AWS_REGION'] ?? set['AWS_DEFAULT_REGION'] ?? null,
    // An empty passphrase is one, too.
    knowsPassphrase: source['PULUMI_CONFIG_PASSPHRASE'] !== undefined || 'PULUMI_CONFIG_PASSPHRASE_FILE' in set,
    terminalLocale: set['LC_ALL'] ?? set['LC_MESSAGES'] ?? set['LANG'] ?? null,
  };
}
