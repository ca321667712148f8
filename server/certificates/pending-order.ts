/** The order under way at one directory, with its key: after `kill -9` or an outage the same one is gone on with. */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../process/clock';
import { isMissing } from '../process/error-code';
import { writeStoreFile } from './store-files';

/** What is ordered. */
export interface Wanted {
  readonly names: readonly string[];
  readonly profile: string | null;
}

export interface PendingOrder extends Wanted {
  readonly url: string;
  /** PKCS #8, PEM. */
  readonly key: string;
}

export interface PendingOrders {
  /** @returns null where there is none for that which is worth going on with */
  load(wanted: Wanted): Promise<PendingOrder | null>;
  save(order: PendingOrder): Promise<void>;
  clear(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;
/** CAs keep orders for days; what has been finished for long is no longer a new certificate. */
const WORTH_MS = 24 * HOUR_MS;

const schema = z.object({
  url: z.url(),
  key: z.string(),
  names: z.array(z.string()),
  // One of before there were profiles has none.
  profile: z.string().nullable().default(null),
  placedAt: z.iso.datetime().transform((text) => new Date(text)),
});

export function createPendingOrders(file: string, clock: Clock): PendingOrders {
  async function read(): Promise<z.infer<typeof schema> | null> {
    try {
      return schema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch (error) {
      if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return null;
      throw error;
    }
  }

  return {
    async load({ names, profile }) {
      const order = await read();
      if (!order || [...order.names].sort().join() !== [...names].sort().join()) return null;
      if (order.profile !== profile) return null;
      const ageMs = Math.abs(clock.now().getTime() - order.placedAt.getTime());
      return ageMs < WORTH_MS ? order : null;
    },
    save: (order) => writeStoreFile(file, `${JSON.stringify({ ...order, placedAt: clock.now() })}\n`),
    clear: () => rm(file, { force: true }),
  };
}
