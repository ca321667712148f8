/** Products as somebody at the desk edits them: the form as a browser reads and sends it. */
import { withStockedShop } from '../../../setup/catalogue';
import { withDeskVisitor, type DeskVisitor } from '../../../setup/desk';
import { fieldsOfForm } from '../../../setup/html';
import { lend } from '../../../setup/lend';
import type { ShopOptions, TestShop } from '../../../setup/shop';

export type Form = Record<string, string | readonly string[]>;

/** What a browser would send of the form with that id, before anything is typed. */
export const formIn = (html: string, formId = 'product'): Record<string, string[]> =>
  fieldsOfForm(html, `<form id="${formId}"`);

interface ProductRow {
  readonly id: number;
  readonly version: number;
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly story_ko: string;
  readonly year: number;
  readonly picture: string;
  readonly published_at: Date | null;
  readonly archived_at: Date | null;
}

interface Entry {
  readonly action: string;
  readonly actor: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly changes: Record<string, [unknown, unknown]>;
}

async function createEditor(shop: TestShop) {
  const product = (slug: string) => shop.database.row<ProductRow>`select * from perfumes where slug = ${slug}`;

  async function open(who: DeskVisitor, id: number): Promise<Record<string, string[]>> {
    return formIn(await who.text(`/admin/products/${id}`));
  }

  return {
    /** Of the first perfume: its id. */
    rain: (await product('after-rain')).id,
    product,
    open,
    async edit(who: DeskVisitor, id: number, typed: Form) {
      return who.post(`/admin/products/${id}`, { ...(await open(who, id)), ...typed });
    },
    async entries(kind = 'product'): Promise<Entry[]> {
      return shop.database.rows<Entry>`
        select action, actor, subject_kind, subject_id, subject_name, changes from audit_log
        where subject_kind = ${kind} order by id`;
    },
    async volumes(id: number) {
      return shop.database.rows<{ id: number; sku: string; volume_ml: number; price: number; stock: number }>`
        select id, sku, volume_ml, price, stock from variants where perfume_id = ${id} order by volume_ml`;
    },
  };
}

/** A product that nothing is missing of, with one volume. */
export const NEW_PRODUCT = {
  name_ko: '첫눈',
  name_en: 'First Snow',
  story_ko: '첫눈이 온 아침이에요.\n\n아무도 걷지 않았어요.',
  story_en: 'The morning of the first snow.',
  perfumer_ko: '한서진',
  perfumer_en: 'Han Seojin',
  house: 'test-house',
  year: '2026',
  concentration: 'eau-de-parfum',
  alcohol_percent: '78.5',
  family: 'powdery',
  notes_top: '비, 유자',
  notes_heart: '붓꽃',
  notes_base: '머스크',
  accord_powdery: '80',
  accord_iris: '40',
  slug: '',
  version: '',
  volume_id: '',
  volume_sku: '',
  volume_ml: '50',
  volume_price: '120,000',
  volume_stock: '7',
  volume_seen: '',
  volume_low: '3',
  volume_state: 'selling',
} as const satisfies Form;

export function idIn(location: unknown): number {
  const [, id] = /\/admin\/products\/(\d+)/.exec(String(location)) ?? [];
  if (!id) throw new Error(`${String(location)} is no product`);
  return Number(id);
}

export function withProductsAtDesk(options?: ShopOptions) {
  const { shop, ids } = withStockedShop(options);
  return { shop, ids, editor: lend({ on: shop, open: () => createEditor(shop) }), owner: withDeskVisitor(shop) };
}
