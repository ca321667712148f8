/** What was typed at the checkout, on its way past a sign-in: in her own browser, sealed, for an hour at most. */
import { z } from 'zod';
import { LOCALES, localPath } from '../../i18n/locale';
import type { Exchange } from '../../web/page';
import { openValue, SEALED_COOKIE, sealValue } from '../../web/sealed-value';
import type { StorefrontContext } from '../services';
import { FIELDS, type FieldValues } from './forms';

const NAME = '__Secure-checkout';
const KEPT_MS = 60 * 60 * 1000;
/** A browser keeps no cookie of more than 4,096 bytes. */
const MOST_BYTES = 3_900;
const COOKIE = new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]+)(?:;|$)`);
const PATHS = LOCALES.map((locale) => localPath(locale, '/checkout'));

const shape = z.object({
  /** Whose it is; null while nobody was signed in. */
  accountId: z.string().nullable(),
  values: z.strictObject(
    // One that a release of before has kept lacks what that one didn't ask.
    Object.fromEntries(FIELDS.map((name) => [name, z.string().default('')])) as Record<
      keyof FieldValues,
      z.ZodDefault<z.ZodString>
    >,
  ),
});

type Kept = z.infer<typeof shape>;

export function createKept({ keys, clock, config }: Pick<StorefrontContext, 'keys' | 'clock' | 'config'>) {
  const placeOf = (path: string) => ({ ...SEALED_COOKIE, path, domain: config.hosts.apex });

  function keep({ response }: Pick<Exchange, 'response'>, kept: Kept, validMs = KEPT_MS): void {
    const cookie = sealValue(keys, 'checkout', kept, { now: clock.now(), validMs });
    if (cookie.length > MOST_BYTES) return;
    for (const path of PATHS) response.cookie(NAME, cookie, { ...placeOf(path), maxAge: validMs });
  }

  return {
    keep,
    /** Once somebody is signed in it is hers alone. */
    of(exchange: Exchange): FieldValues | null {
      const { request } = exchange;
      const [, cookie] = COOKIE.exec(request.get('cookie') ?? '') ?? [];
      const opened = openValue(keys, cookie, { kind: 'checkout', shape, now: clock.now() });
      if (!opened) return null;
      const { value, until } = opened;
      const { accountId = null } = request.session;
      if (value.accountId !== null && value.accountId !== accountId) return null;
      if (value.accountId !== accountId) keep(exchange, { ...value, accountId }, until - clock.now().getTime());
      return value.values;
    },
    forget({ request, response }: Exchange): void {
      if (!COOKIE.test(request.get('cookie') ?? '')) return;
      for (const path of PATHS) response.clearCookie(NAME, placeOf(path));
    },
  };
}
