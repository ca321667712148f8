import type { Executor } from '../../db/pool';

export interface SettingRow {
  readonly key: string;
  readonly value: unknown;
}

export async function selectSettings(db: Executor): Promise<SettingRow[]> {
  const { rows } = await db.query<SettingRow>('select key, value from settings order by key');
  return rows;
}

export async function upsertSetting(db: Executor, key: string, value: unknown): Promise<void> {
  await db.query(
    `insert into settings (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value, updated_at = now()`,
    [key, JSON.stringify(value)],
  );
}
