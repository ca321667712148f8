/** What single values of a stack's configuration look like. Pulumi hands every one over as text. */
import { isIP } from 'node:net';
import { z } from 'zod';

export const required = (example: string) => z.string({ error: `is missing, such as ${example}` });

export const wholeNumber = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, { message, abort: true })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { message });
};

export const domainName = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/, {
    message: 'must be a lower-case domain without www. or a trailing dot, such as essence-aura.com',
  });

/** Stricter than the standard: the address also goes into the host's environment file and a CAA record. */
export const emailAddress = z
  .string()
  .regex(/^[a-z0-9_%+-]+(\.[a-z0-9_%+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i, {
    message: 'must be an e-mail address',
  });

const MIN_PREFIX = { 4: 24, 6: 48 } as const;

/** Written as CIDR. A network as wide as a provider's is nobody's own address: refused. */
export const adminAddress = z
  .string()
  .transform((value) => {
    const [address = '', prefix, ...rest] = value.split('/');
    const version = isIP(address);
    if (version === 0 || rest.length > 0) return null;
    const bits = prefix ?? (version === 4 ? '32' : '128');
    if (!/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) return null;
    return Number(bits) < MIN_PREFIX[version === 4 ? 4 : 6] ? null : `${address}/${bits}`;
  })
  .refine((value) => value !== null, {
    message:
      'must be your own address, such as 203.0.113.7/32 or 2001:db8::7/128, and no network wider than /24 or /48',
  });

export const adminKey = z
  .string()
  .regex(/^(ssh-ed25519|ecdsa-sha2-nistp\d{3}|sk-ssh-ed25519@openssh\.com|ssh-rsa) [A-Za-z0-9+/]+=*( [\w@.+-]+)?$/, {
    message: 'must be a public SSH key in one line, such as ssh-ed25519 AAAA… you@laptop',
  });

/** An object in the stack's file. What it holds is never repeated: it may be secret. */
const byName = (key: string) => {
  const message = `must be set by name: pulumi config set --secret --path ${key}.NAME`;
  const parsed = z.string().transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });
  return { parsed, message };
};

const SECRETS = byName('secrets');
export const secrets = SECRETS.parsed.pipe(
  z.record(
    z.string().regex(/^[A-Z][A-Z0-9_]{1,63}$/, { message: 'must be named like an environment variable' }),
    // A line of an environment file; and Parameter Store's standard parameters take 4 KB.
    z.string().regex(/^[\x20-\x7e]{1,4000}$/, { message: 'must be one line of text' }),
    { error: SECRETS.message },
  ),
);

const words = (example: string) =>
  z.string({ error: `is missing, such as ${example}` }).regex(/^[\x20-\x7e]{1,255}$/, {
    message: 'must be one line in Latin letters: registries know no others',
  });

const CONTACT = byName('contact');
/** Whose a domain is, as a registry wants to know it. */
export const contact = CONTACT.parsed.pipe(
  z.strictObject(
    {
      firstName: words('Gildong'),
      lastName: words('Hong'),
      organizationName: words('Essence Aura').optional(),
      contactType: z.enum(['PERSON', 'COMPANY'], { error: 'must be PERSON or COMPANY' }).default('PERSON'),
      email: z.string({ error: 'is missing, such as owner@example.com' }).pipe(emailAddress),
      phoneNumber: z
        .string({ error: 'is missing, such as +82.1012345678' })
        .regex(/^\+\d{1,3}\.\d{4,14}$/, { message: 'must be written as +COUNTRY.NUMBER, such as +82.1012345678' }),
      addressLine1: words('1 Sejong-daero, Jung-gu'),
      addressLine2: words('').optional(),
      city: words('Seoul'),
      state: words('CA').optional(),
      zipCode: words('04524'),
      countryCode: z
        .string({ error: 'is missing, such as KR' })
        .regex(/^[A-Z]{2}$/, { message: 'must be a country in two letters, such as KR' }),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : CONTACT.message) },
  ),
);
export type Contact = z.output<typeof contact>;

/** Pulumi hands it over as text, as everything. */
export const yesOrNo = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
