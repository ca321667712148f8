import type { Pool } from '../../db/pool';
import { countPerfumes, selectPerfumes } from './queries';

const PAGE_SIZE = 24;

/** A page beyond the last one is empty. */
export async function readPerfumePage(pool: Pool, page: number, now: Date) {
  const count = await countPerfumes(pool, now);
  const products = await selectPerfumes(pool, { now, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  return { products, page, pages: Math.ceil(count / PAGE_SIZE) };
}
