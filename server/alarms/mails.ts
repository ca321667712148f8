import type { Executor } from '../db/pool';
import type { Locale } from '../i18n/locale';
import type { Letter, Outbox } from '../store/mail';
import { OWNER_LOCALE } from '../store/mail/model';
import { toldOf } from '../store/settings/model';
import { readSettings } from '../store/settings/service';

export type AlarmMails = ReturnType<typeof createAlarmMails>;

export function createAlarmMails(
  outbox: Outbox,
  config: { readonly ownerEmail: string | null; readonly origins: { readonly app: string } },
) {
  return {
    /** @returns the mail's id; null where there is nobody to tell */
    async alarm(db: Executor, compose: (locale: Locale, app: string) => Letter): Promise<number | null> {
      const to = toldOf('alarms', await readSettings(db), config.ownerEmail);
      if (to === null) return null;
      const letter = compose(OWNER_LOCALE, config.origins.app);
      return outbox.enqueue(db, { kind: 'alarm', locale: OWNER_LOCALE, to, letter });
    },
  };
}
