import type { Executor } from '../../db/pool';
import { isShown } from '../perfumes/model';

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
  const { rowCount } = await db.query(`select from perfumes p where ${isShown('$1')} limit 1`, [now]);
  return rowCount === 1;
}

export async function upsertSetting(db: Executor, key: string, value: unknown): Promise<void> {
  await db.query(
    `insert into settings (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value, updated_at = now()`,
    [key, JSON.stringify(value)],
  );
}
