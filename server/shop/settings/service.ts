/** Reading and changing settings. */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { createMemories, type Memories } from '../memories';
import { selectSettings, upsertSetting } from './queries';
import { SETTING_KEYS, settingsSchema, type Settings } from './settings';

export interface SettingsService {
  /** From memory: at most as old as {@link Memories} lets it be. */
  current(): Promise<Settings>;
  /** All of them or none. @throws Error naming the setting whose key is unknown or whose value does not fit */
  change(values: Readonly<Record<string, unknown>>): Promise<void>;
}

export async function readSettings(db: Executor): Promise<Settings> {
  return assemble((await selectSettings(db)).map(({ key, value }) => [key, value]));
}

function assemble(entries: readonly (readonly [string, unknown])[]): Settings {
  const raw: Record<string, Record<string, unknown>> = { seller: {}, bank: {}, delivery: {} };
  for (const [key, value] of entries) {
    const [group = '', name = ''] = key.split('.');
    const target = raw[group];
    if (target) target[name] = value;
  }
  return settingsSchema.parse(raw);
}

/** Whole-won and hour settings are numbers; the command line gives text. */
function coerce(key: string, value: unknown): unknown {
  const numeric = key.startsWith('delivery.') || key === 'bank.deadlineHours';
  return numeric && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

/** @throws Error naming the setting */
function fit(key: string, value: unknown): unknown {
  if (!SETTING_KEYS.includes(key)) throw new Error(`there is no setting ${key}; there are ${SETTING_KEYS.join(', ')}`);
  const fitting = coerce(key, value);
  try {
    assemble([[key, fitting]]);
  } catch {
    throw new Error(`${key} can't be ${JSON.stringify(value)}`);
  }
  return fitting;
}

export function createSettings(pool: Pool, memories: Memories = createMemories()): SettingsService {
  return {
    current: memories.remembered(() => readSettings(pool)),
    async change(values) {
      const fitting = Object.entries(values).map(([key, value]) => [key, fit(key, value)] as const);
      await withTransaction(pool, async (tx) => {
        for (const [key, value] of fitting) await upsertSetting(tx, key, value);
      });
      memories.forgetAll();
    },
  };
}
