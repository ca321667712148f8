/** Reading and changing settings. */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { selectSettings, upsertSetting } from './queries';
import { SETTING_KEYS, settingsSchema, type Settings } from './settings';

export interface SettingsService {
  /** From memory; at most a second old. */
  current(): Promise<Settings>;
  /** All of them or none. @throws Error naming the setting whose key is unknown or whose value does not fit */
  change(values: Readonly<Record<string, unknown>>): Promise<void>;
}

const MAX_AGE_MS = 1_000;

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

export function createSettings(pool: Pool): SettingsService {
  let cached: { readonly settings: Promise<Settings>; readonly readAt: number } | null = null;
  return {
    current() {
      const now = performance.now();
      if (cached && now - cached.readAt < MAX_AGE_MS) return cached.settings;
      const settings = readSettings(pool);
      cached = { settings, readAt: now };
      settings.catch(() => (cached = null));
      return settings;
    },
    async change(values) {
      const fitting = Object.entries(values).map(([key, value]) => [key, fit(key, value)] as const);
      await withTransaction(pool, async (tx) => {
        for (const [key, value] of fitting) await upsertSetting(tx, key, value);
      });
      cached = null;
    },
  };
}
