/** The product list of the API; everything else it answers comes from the features' own services. */
import type { Pool } from '../../db/pool';
import { countProducts, selectProducts, type ProductRow } from './queries';

const PAGE_SIZE = 24;

export interface ProductPage {
  readonly products: readonly ProductRow[];
  readonly page: number;
  readonly pages: number;
}

/** A page beyond the last one is empty. */
export async function readProductPage(pool: Pool, page: number, now: Date): Promise<ProductPage> {
  const count = await countProducts(pool, now);
  const products = await selectProducts(pool, { now, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  return { products, page, pages: Math.ceil(count / PAGE_SIZE) };
}
