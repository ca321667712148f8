import type { Executor } from '../../db/pool';
import { isShown } from '../../store/perfumes/model';

export interface PerfumeRow {
  readonly slug: string;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly houseKo: string;
  readonly houseEn: string;
  readonly picture: string;
  readonly variants: readonly {
    readonly id: number;
    readonly sku: string;
    readonly volumeMl: number;
    readonly price: number;
    readonly inStock: boolean;
  }[];
}

export async function selectPerfumes(
  db: Executor,
  page: { readonly now: Date; readonly limit: number; readonly offset: number },
): Promise<PerfumeRow[]> {
  const { rows } = await db.query<PerfumeRow>(
    `select p.slug, p.name_ko as "nameKo", p.name_en as "nameEn", h.name_ko as "houseKo", h.name_en as "houseEn",
            p.picture,
            (select coalesce(json_agg(json_build_object('id', v.id, 'sku', v.sku, 'volumeMl', v.volume_ml,
                               'price', v.price, 'inStock', is_in_stock(v.stock)) order by v.volume_ml), '[]')
             from variants v where v.perfume_id = p.id and v.archived_at is null) as variants
     from perfumes p join houses h on h.id = p.house_id
     where ${isShown('$1')}
     order by p.position, p.id
     limit $2 offset $3`,
    [page.now, page.limit, page.offset],
  );
  return rows;
}

export async function countPerfumes(db: Executor, now: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from perfumes p where ${isShown('$1')}`,
    [now],
  );
  return rows[0]?.count ?? 0;
}
