import type { Executor } from '../../db/pool';

export interface SettingRow {
  readonly key: string;
  readonly value: unknown;
}

export async function selectSettings(db: Executor): Promise<SettingRow[]> {
  const { rows } = await db.query<SettingRow>('select key, value from settings order by key');
  return rows;
}

/** Until the transaction ends nobody else changes a setting; reading goes on. */
export async function lockSettings(db: Executor): Promise<void> {
  await db.query('lock table settings in share row exclusive mode');
}

export async function hasPerfumesOnSale(db: Executor, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    `select 1 from perfumes p where published_at <= $1
       and exists (select 1 from variants v where v.perfume_id = p.id and v.archived_at is null) limit 1`,
    [now],
  );
  return rowCount === 1;
}

export async function upsertSetting(db: Executor, key: string, value: unknown): Promise<void> {
  await db.query(
    `insert into settings (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value, updated_at = now()`,
    [key, JSON.stringify(value)],
  );
}
