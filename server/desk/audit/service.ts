import type { Executor, Pool } from '../../db/pool';
import type { Locale } from '../../i18n/locale';
import type { Saying } from '../../store/perfumes';
import { sayingIn } from '../../store/perfumes/service';
import { pageOf } from '../web/list-address';
import type { Filters } from './forms';
import type { Actor, AuditEntry } from './model';
import { insertAuditEntry, selectEntries, selectNames, type StoredEntry } from './queries';

/** In the transaction of the change itself: there is no change without its entry, and no entry without its change. */
export async function recordChange(tx: Executor, actor: Actor, entry: AuditEntry, at: Date): Promise<void> {
  await insertAuditEntry(tx, actor, entry, at);
}

const PAGE = 50;
const DAY_MS = 24 * 60 * 60 * 1000;

interface AuditPage {
  readonly entries: readonly StoredEntry[];
  readonly next: number | null;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly saying: Saying;
}

export async function readAudit(pool: Pool, filters: Filters, locale: Locale): Promise<AuditPage> {
  const to = startOfDay(filters.to);
  const found = await selectEntries(
    pool,
    {
      who: filters.who || null,
      kind: filters.kind || null,
      from: startOfDay(filters.from),
      before: to && new Date(to.getTime() + DAY_MS),
      after: filters.after,
    },
    PAGE + 1,
  );
  const { shown, last } = pageOf(found, PAGE);
  const [people, saying] = [await selectNames(pool), await sayingIn(pool, locale)];
  return { entries: shown, next: last?.id ?? null, people, saying };
}

/** Korea keeps one time all year round. */
const startOfDay = (day: string): Date | null => (day === '' ? null : new Date(`${day}T00:00:00+09:00`));
