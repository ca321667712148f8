/** What narrows the log: from links that anybody may have written, so whatever makes no sense is left out. */
import { z } from 'zod';

export interface Filters {
  /** A person's id, or `console`; '' for everybody. */
  readonly who: string;
  readonly kind: string;
  /** Days in Korea, `2026-11-23`. */
  readonly from: string;
  readonly to: string;
  readonly after: number | null;
}

export const CONSOLE_FILTER = 'console';

const day = z.iso.date().catch('');

const filters = z.object({
  who: z.union([z.uuid(), z.literal(CONSOLE_FILTER)]).catch(''),
  kind: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .catch(''),
  from: day,
  to: day,
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .nullable()
    .catch(null),
});

export const readFilters = (query: unknown): Filters => filters.parse(query);
