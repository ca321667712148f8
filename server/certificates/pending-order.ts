/** The order under way at one directory, with its key: after `kill -9` or an outage the same one is gone on with. */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../process/clock';
import { isMissing } from '../process/error-code';
import { writeStoreFile } from './store-files';

export interface PendingOrder {
  readonly url: string;
  /** PKCS #8, PEM. */
  readonly key: string;
  readonly names: readonly string[];
}

export interface PendingOrders {
  /** @returns null where there is none for these names that is worth going on with */
  load(names: readonly string[]): Promise<PendingOrder | null>;
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
    async load(names) {
      const order = await read();
      if (!order || [...order.names].sort().join() !== [...names].sort().join()) return null;
      const ageMs = Math.abs(clock.now().getTime() - order.placedAt.getTime());
      return ageMs < WORTH_MS ? order : null;
    },
    save: (order) => writeStoreFile(file, `${JSON.stringify({ ...order, placedAt: clock.now() })}\n`),
    clear: () => rm(file, { force: true }),
  };
}
