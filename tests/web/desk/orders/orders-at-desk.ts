/** Orders as they come in, for tests of what the desk does with them. */
import { openSealed } from '../../../../server/process/seal';
import { SEALED } from '../../../../server/store/mail/model';
import { withStockedShop, type VariantIds } from '../../../setup/catalogue';
import { withDeskVisitor } from '../../../setup/desk';
import { lend } from '../../../setup/lend';
import type { ShopOptions, TestShop } from '../../../setup/shop';
import { BANK, buyerWith, numberIn, pathOf, type TYPED } from '../../../setup/visitor';

interface KeptMail {
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly recipient: string;
}

type OrderPlaces = Partial<typeof TYPED>;

/** What the form of an order from elsewhere sends, but for its attempt and its variant: one bottle of {@link SKU}. */
export const WRITTEN = {
  do: 'place',
  quantity: '1',
  price: '',
  reason: 'listed',
  email: 'bori@example.com',
  recipient: '정보리',
  phone: '010-2222-3333',
  postcode: '03045',
  address_line1: '서울특별시 종로구 북촌로 12',
  address_line2: '2층',
  delivery_note: '',
  locale: 'ko',
  delivery_fee: '',
  payment_method: 'test',
  deadline: '48',
  expected_total: '31000',
};

const SKU = 'TST-AFTER-RAIN-010';

function createOrderBook(shop: TestShop, ids: VariantIds) {
  /** The tests place more orders from one address than anybody may. */
  const forgetLimits = (): Promise<unknown> => shop.database.run`delete from rate_limits`;

  async function placed(typed: OrderPlaces = {}, sku = SKU, quantity = 1, path = ''): Promise<string> {
    await forgetLimits();
    const visitor = await buyerWith(shop, ids[sku], quantity);
    const form = await visitor.filledForm({ payment_method: 'bank', ...typed }, `${path}/checkout`);
    const answer = await visitor.post(`${path}/checkout`, form);
    return numberIn(pathOf(answer));
  }

  return {
    SKU,
    forgetLimits,
    pending: (typed: OrderPlaces = {}, sku = SKU, quantity = 1) => placed(typed, sku, quantity),
    pendingInEnglish: () => placed({ email: 'june@example.com', recipient: 'June Park' }, SKU, 1, '/en'),
    async paid(sku = SKU, quantity = 1): Promise<string> {
      await forgetLimits();
      return numberIn(await shop.visitor().buy(ids[sku], quantity));
    },
    async row(number: string): Promise<Record<string, unknown>> {
      return shop.database.row<Record<string, unknown>>`select * from orders where number = ${number}`;
    },
    async events(number: string): Promise<string[]> {
      return shop.database.column<string>`select kind from order_events where order_id = (select id from orders
        where number = ${number}) order by id`;
    },
    /** As they reach who they are for. */
    async mails(number: string): Promise<KeptMail[]> {
      const rows = await shop.database.rows<
        KeptMail & { sealed: Buffer | null }
      >`select kind, subject, body_text as text, recipient, sealed from outbox
         where order_id = (select id from orders where number = ${number}) order by id`;
      return rows.map(({ sealed, ...mail }) => ({
        ...mail,
        text: sealed ? mail.text.replaceAll(SEALED, openSealed(shop.context.keys, sealed)) : mail.text,
      }));
    },
    async audit(number: string): Promise<{ action: string; changes: Record<string, unknown>; actor: string }[]> {
      return shop.database.rows<{ action: string; changes: Record<string, unknown>; actor: string }>`
        select action, changes, actor from audit_log where subject_name = ${number} order by id`;
    },
    async stock(sku = SKU): Promise<number> {
      return shop.database.value<number>`select stock from variants where sku = ${sku}`;
    },
    /** The sum of a volume's movements is its count. */
    async ledgerFaults(): Promise<unknown[]> {
      return shop.database.rows<{ sku: string }>`
        select v.sku, v.stock, coalesce(sum(m.change), 0) as moved from variants v
         left join stock_movements m on m.variant_id = v.id group by v.id having v.stock <> coalesce(sum(m.change), 0)`;
    },
  };
}

type OrderBook = ReturnType<typeof createOrderBook>;

export const withOrderBook = (shop: TestShop, ids: VariantIds): OrderBook =>
  lend({
    on: shop,
    async open() {
      await shop.shop.services.settings.change(BANK);
      await shop.database.run`update variants set stock = 400`;
      return createOrderBook(shop, ids);
    },
  });

export function withOrdersAtDesk(options?: ShopOptions) {
  const { shop, ids } = withStockedShop(options);
  const book = withOrderBook(shop, ids);
  const owner = withDeskVisitor(shop);
  const post = (number: string, act: string, form: Record<string, string> = {}, who = owner) =>
    who.post(`/admin/orders/${number}/${act}`, form);
  const noticeOf = async (number: string): Promise<string> => await owner.words(`/admin/orders/${number}`);
  return { shop, ids, book, owner, post, noticeOf };
}
