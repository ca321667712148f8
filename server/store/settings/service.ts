/** Reading and changing settings. */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { systemClock, type Clock } from '../../process/clock';
import { createMemories, type Memories } from '../change-feed';
import { SETTING_KEYS, settingsSchema, type Settings } from './model';
import { hasPerfumesOnSale, lockSettings, selectSettings, upsertSetting } from './queries';

export interface SettingsService {
  /** From memory: at most as old as {@link Memories} lets it be. */
  current(): Promise<Settings>;
  /**
   * All of them or none.
   * @param within runs in the same transaction, while nobody else changes a setting: what it throws undoes the change
   * @throws Error naming the setting whose key is unknown or whose value does not fit
   */
  change(values: Readonly<Record<string, unknown>>, within?: WithinChange): Promise<void>;
  /** Can anything be bought? From memory. */
  hasPerfumes(): Promise<boolean>;
}

export type WithinChange = (tx: Executor, before: Settings, after: Settings) => Promise<void>;

export async function readSettings(db: Executor): Promise<Settings> {
  return assemble((await selectSettings(db)).map(({ key, value }) => [key, value]));
}

const GROUPS = Object.keys(settingsSchema.shape);

function assemble(entries: readonly (readonly [string, unknown])[]): Settings {
  const raw: Record<string, Record<string, unknown>> = Object.fromEntries(GROUPS.map((group) => [group, {}]));
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

export interface SettingsOptions {
  readonly memories?: Memories;
  readonly clock?: Clock;
}

export function createSettings(pool: Pool, options: SettingsOptions = {}): SettingsService {
  const { memories = createMemories(), clock = systemClock } = options;
  return {
    current: memories.remembered(() => readSettings(pool)),
    hasPerfumes: memories.remembered(() => hasPerfumesOnSale(pool, clock.now())),
    async change(values, within) {
      const fitting = Object.entries(values).map(([key, value]) => [key, fit(key, value)] as const);
      await withTransaction(pool, async (tx) => {
        await lockSettings(tx);
        const before = await readSettings(tx);
        for (const [key, value] of fitting) await upsertSetting(tx, key, value);
        await within?.(tx, before, await readSettings(tx));
      });
      memories.forgetAll();
    },
  };
}
