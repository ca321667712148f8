/** Fields that a form doesn't have are left unread, whatever they say. */
import { formAddedQuantity, formLineQuantity, formVariantId } from '../../store/cart';
import type { Goods } from '../../store/cart/model';

type Fields = Readonly<Record<string, unknown>>;

export type GoodsForm =
  { readonly ok: true; readonly goods: Goods } | { readonly ok: false; readonly variantId: number | null };

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
