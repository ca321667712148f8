import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { systemClock, type Clock } from '../../process/clock';
import { read, ValueError } from '../../values/reading';
import { createMemories, type Memories } from '../change-feed';
import { settingsSchema, type Settings } from './model';
import { hasPerfumesOnSale, lockSettings, selectSettings, upsertSetting } from './queries';
import { PARSER_BY_KEY } from './values';

export type SettingsService = ReturnType<typeof createSettings>;

export type WithinChange = (tx: Executor, before: Settings, after: Settings) => Promise<void>;

export const readSettings = async (db: Executor): Promise<Settings> =>
  assemble((await selectSettings(db)).map(({ key, value }) => [key, value]));

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

export class SettingError extends Error {
  override readonly name = 'SettingError';
  constructor(
    readonly key: string,
    readonly fault: ValueError,
  ) {
    super(`${key}: ${fault.code}`);
  }
}

function fit(key: string, value: string | number): string | number {
  const parse = PARSER_BY_KEY.get(key);
  if (!parse) throw new Error(`there is no setting ${key}; there are ${[...PARSER_BY_KEY.keys()].join(', ')}`);
  const complain = (fault: ValueError): never => {
    throw new SettingError(key, fault);
  };
  return read(parse, String(value), complain) ?? complain(new ValueError('required'));
}

export function createSettings(pool: Pool, options: { readonly memories?: Memories; readonly clock?: Clock } = {}) {
  const { memories = createMemories(), clock = systemClock } = options;
  return {
    /** From memory: at most as old as {@link Memories} lets it be. */
    current: memories.remembered(() => readSettings(pool)),
    /** Can anything be bought? From memory. */
    hasPerfumes: memories.remembered(() => hasPerfumesOnSale(pool, clock.now())),
    /**
     * All of them or none. @param within the same transaction: what it throws undoes the change
     * @throws SettingError where a value does not fit; Error naming a key that is unknown
     */
    async change(values: Readonly<Record<string, string | number>>, within?: WithinChange): Promise<void> {
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
