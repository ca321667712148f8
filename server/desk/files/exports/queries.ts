/** Everything, row by row through a cursor: the database and this process hold some hundred rows of it at a time. */
import type { Executor } from '../../../db/pool';
import { VARIANT_RECORD } from '../../../store/perfumes/model';
import { PERFUME_AS_IN_FILE, perfumeOf, type PerfumeRow } from '../imports/catalogue/queries';
import type { PerfumeOfFile, VariantOfFile } from '../imports/model';
import type { ExportName, ExportOptions, ExportRow } from './model';

const ROWS_AT_ONCE = 500;

const time = (column: string): string => `to_char(${column} at time zone 'Asia/Seoul', 'YYYY-MM-DD HH24:MI:SS')`;

const STATEMENTS: Readonly<Record<Exclude<ExportName, 'products'>, string>> = {
  orders: `
    select o.number, ${time('o.placed_at')} as placed_at, o.status, o.channel, o.payment_method, d.name as depositor,
      ${time('o.paid_at')} as paid_at, ${time('o.shipped_at')} as shipped_at, ${time('o.delivered_at')} as delivered_at,
      ${time('o.closed_at')} as closed_at, o.flag, o.carrier, o.tracking_number, o.email, o.recipient, o.phone,
      o.postcode, o.address_line1, o.address_line2, o.delivery_note, o.subtotal, o.delivery_fee, o.total,
      money_received(o.id) as received, o.refunded, l.sku, l.name_ko as perfume, l.house_ko as house, l.volume_ml, l.quantity, l.unit_price,
      l.unit_price::bigint * l.quantity as amount
    from orders o join order_lines l on l.order_id = o.id left join depositors d on d.order_id = o.id
    order by o.placed_at, o.id, l.position`,
  customers: `
    select c.email, a.name, ${time('a.created_at')} as account_since, coalesce(a.locale, o.locale) as locale, s.orders,
      s.received, s.refunded, s.bought_for, ${time('o.first_at')} as first_order_at,
      ${time('o.last_at')} as last_order_at, case when b.email is null then '' else 'yes' end as blocked
    from customers c
    left join accounts a on a.email = c.email
    left join blocked_customers b on b.email = c.email
    cross join lateral sums_of_customer(c.email) s
    cross join lateral (
      select max(locale) as locale, min(placed_at) as first_at, max(placed_at) as last_at
      from orders where lower(email) = c.email
    ) o
    order by c.email`,
  stock: `
    select ${time('m.at')} as at, v.sku, p.name_ko as perfume, v.volume_ml, m.change, m.balance, m.reason,
      o.number as order_number, s.name as person, m.note
    from stock_movements m join variants v on v.id = m.variant_id join perfumes p on p.id = v.perfume_id
    left join orders o on o.id = m.order_id left join staff s on s.id = m.staff_id
    order by m.id`,
  figures: `
    select day::text as day, payment_method, orders, received, refunds, refunded, received - refunded as net
    from sales_by_day
    where day between $1::date and $2::date and (orders, received, refunds, refunded) <> (0, 0, 0, 0)
    order by day, payment_method`,
};

async function* cursor<R extends Record<string, unknown>>(
  tx: Executor,
  statement: string,
  values: readonly string[],
): AsyncGenerator<readonly R[]> {
  await tx.query(`declare export no scroll cursor for ${statement}`, [...values]);
  for (;;) {
    const { rows } = await tx.query<R>(`fetch ${ROWS_AT_ONCE} from export`);
    if (rows.length === 0) return;
    yield rows;
  }
}

export function selectForExport(
  tx: Executor,
  name: Exclude<ExportName, 'products'>,
  { range }: ExportOptions,
): AsyncGenerator<readonly ExportRow[]> {
  return cursor<ExportRow>(tx, STATEMENTS[name], name === 'figures' ? [range.from, range.to] : []);
}

export interface ExportedVariant {
  readonly slug: string;
  readonly perfume: PerfumeOfFile;
  /** null for a perfume without variants. */
  readonly sku: string | null;
  readonly variant: VariantOfFile | null;
}

type Stored = PerfumeRow & { readonly sku: string | null; readonly variant: VariantOfFile | null } & Record<
    string,
    unknown
  >;

export async function* selectPerfumes(tx: Executor): AsyncGenerator<readonly ExportedVariant[]> {
  const statement = `
    select ${PERFUME_AS_IN_FILE}, v.sku, case when v.id is not null then ${VARIANT_RECORD} end as variant
    from perfumes p join houses h on h.id = p.house_id left join variants v on v.perfume_id = p.id
    order by p.position, p.id, v.volume_ml`;
  for await (const rows of cursor<Stored>(tx, statement, [])) {
    yield rows.map(({ sku, variant, ...perfume }) => ({
      slug: perfume.slug,
      perfume: perfumeOf(perfume),
      sku,
      variant,
    }));
  }
}
