import { z } from 'zod';
import { SECURITIES, type MailServer } from '../../../store/mail/model';
import { choice } from '../../../values/choice';
import { email } from '../../../values/email';
import { host } from '../../../values/host';
import { LONGEST } from '../../../values/limits';
import { whole } from '../../../values/numbers';
import { readAll, ValueError, type Parser } from '../../../values/reading';
import { line } from '../../../values/text';
import { readForm } from '../../../web/forms';
import type { FieldErrors } from '../forms';

export const FIELDS = ['host', 'port', 'security', 'user', 'password', 'sender'] as const;
type Field = (typeof FIELDS)[number];
export type Typed = Readonly<Record<Field, string>>;

const field = z.string().max(2_000);
const schema = z.strictObject({
  host: field,
  port: field,
  security: field,
  user: field,
  password: field,
  sender: field,
} satisfies Record<Field, z.ZodString>);

export const readServer = (form: Readonly<Record<string, unknown>>): Typed => readForm(schema, form);

/** As it is, spaces and all: nobody sees what a password begins with. */
const password: Parser<string> = (typed) => {
  if (typed.length > LONGEST.mailPassword) throw new ValueError('long', { most: LONGEST.mailPassword });
  return typed;
};

const PARSERS = {
  host,
  port: whole(1, 65_535),
  security: choice(SECURITIES),
  user: line(LONGEST.email),
  password,
  sender: email,
} satisfies { readonly [N in Field]: Parser<MailServer[N]> };

/** With the password that is stored for it, where none was typed; `null` says that there is none. */
export async function checkServer(
  typed: Typed,
  stored: (server: MailServer) => Promise<string | null>,
): Promise<{ readonly server: MailServer } | { readonly errors: FieldErrors }> {
  const read = readAll(PARSERS, typed);
  if ('faults' in read) return { errors: read.faults };
  const server = read.value;
  if (server.user === '') {
    return server.password === '' ? { server } : { errors: { user: new ValueError('required') } };
  }
  if (server.password !== '') return { server };
  const kept = await stored(server);
  return kept === null
    ? { errors: { password: new ValueError('required') } }
    : { server: { ...server, password: kept } };
}
