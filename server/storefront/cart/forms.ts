/** Fields that a form doesn't have are left unread, whatever they say. */
import { additionKey, formAddedQuantity, formLineQuantity, formVariantId, type SentBy } from '../../store/cart';
import { MAX_LINES, type Goods } from '../../store/cart/model';

type Fields = Readonly<Record<string, unknown>>;

export type GoodsForm =
  { readonly ok: true; readonly goods: Goods } | { readonly ok: false; readonly variantId: number | null };

/** The cart's own form, which names every line it shows, and which of its buttons was clicked. */
export type CartForm =
  | { readonly ok: true; readonly goods: readonly Goods[]; readonly doing: Doing }
  | { readonly ok: false; readonly variantId: number | null };

export type Doing =
  { readonly kind: 'change' | 'fit' | 'order' } | { readonly kind: 'remove'; readonly variantId: number };

export const fieldsOf = (body: unknown): Fields => (typeof body === 'object' && body !== null ? (body as Fields) : {});

export function readVariantId(body: unknown): number | null {
  const parsed = formVariantId.safeParse(fieldsOf(body)['variant_id']);
  return parsed.success ? parsed.data : null;
}

export function readGoods(body: unknown, use: 'add' | 'change'): GoodsForm {
  const variantId = readVariantId(body);
  if (variantId === null) return { ok: false, variantId };
  const quantity = (use === 'add' ? formAddedQuantity : formLineQuantity).safeParse(fieldsOf(body)['quantity']);
  if (!quantity.success) return { ok: false, variantId };
  return { ok: true, goods: { variantId, quantity: quantity.data } };
}

/** A script that could not send the form's goods by itself leaves the key of its attempt in the form. */
export function readSentBy(body: unknown): SentBy {
  const key = additionKey.safeParse(fieldsOf(body)['attempt']);
  return key.success ? { key: key.data } : 'form';
}

export function readCart(body: unknown): CartForm {
  const { variant_id: variants, quantity: quantities, do: doing } = fieldsOf(body);
  const [ids, counts] = [[variants ?? []].flat(), [quantities ?? []].flat()];
  if (ids.length !== counts.length || new Set(ids).size !== ids.length) return { ok: false, variantId: null };
  const goods: Goods[] = [];
  for (const [at, id] of ids.entries()) {
    const read = readGoods({ variant_id: id, quantity: counts[at] }, 'change');
    if (!read.ok) return read;
    goods.push(read.goods);
  }
  return { ok: true, goods, doing: readDoing(doing) };
}

/** For an address, to be read with `readChosen`: quantities that the cart doesn't have yet. */
export const chosenText = (goods: readonly Goods[]): string =>
  goods.map(({ variantId, quantity }) => `${variantId}.${quantity}`).join('_');

/** @returns quantities by variant; what can't be read is left out */
export function readChosen(text: unknown): ReadonlyMap<number, number> {
  const pairs = typeof text === 'string' ? text.split('_', MAX_LINES) : [];
  return new Map(
    pairs.flatMap((pair) => {
      const [id, count, ...more] = pair.split('.');
      const read = readGoods({ variant_id: id, quantity: count }, 'change');
      return read.ok && more.length === 0 ? [[read.goods.variantId, read.goods.quantity] as const] : [];
    }),
  );
}

/** Without a button, as the keyboard sends it, quantities are changed. */
function readDoing(doing: unknown): Doing {
  if (doing === 'fit' || doing === 'order') return { kind: doing };
  const [, id] = typeof doing === 'string' ? (/^remove:(.*)$/.exec(doing) ?? []) : [];
  const variantId = readVariantId({ variant_id: id });
  return variantId === null ? { kind: 'change' } : { kind: 'remove', variantId };
}
