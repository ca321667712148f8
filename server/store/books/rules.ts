import { UNPAID_LIMITS } from '../orders';

/** What must hold in any shop's books. `of` counts what was looked at; each row of `faults` is one fault. */
export interface BookRule {
  readonly name: string;
  readonly of: string;
  readonly faults: string;
}

/** The ledger begins with its migration: what was sold before has no movement of its own, and is in the first count. */
const LEDGER_BEGAN = `(select applied_at from migrations where name = 'stock_ledger')`;

/** By bank transfer, and where they came from. */
const UNPAID = `(
  select o.source_address as address, o.source_session as session,
    (select sum(l.quantity) from order_lines l where l.order_id = o.id) as bottles
  from orders o where o.status = 'pending' and o.payment_method = 'bank' and o.source_address is not null)`;
const { perAddress, bottlesPerAddress, perPerson } = UNPAID_LIMITS.bank;

const SALES = 'day, payment_method, orders, ordered, received, refunds, refunded';

export const BOOK_RULES: readonly BookRule[] = [
  {
    name: 'the count of every volume is the sum of its movements',
    of: 'select count(*) as count from variants',
    faults: `select v.sku as what, 'the count is ' || v.stock || ', its movements make ' || coalesce(m.sum, 0) as wrong
      from variants v left join (select variant_id, sum(change) as sum from stock_movements group by variant_id) m
        on m.variant_id = v.id
      where v.stock <> coalesce(m.sum, 0)`,
  },
  {
    name: 'every movement leaves the balance that it says',
    of: 'select count(*) as count from stock_movements',
    faults: `select v.sku as what,
        'movement ' || m.id || ' leaves ' || m.balance || ', from ' || m.before || ' by ' || m.change as wrong
      from (select *, coalesce(lag(balance) over (partition by variant_id order by id), 0) as before
            from stock_movements) m
      join variants v on v.id = m.variant_id
      where m.before + m.change <> m.balance`,
  },
  {
    name: 'every total is goods and delivery, and the goods are the lines',
    of: 'select count(*) as count from orders',
    faults: `select o.number as what, 'lines ' || coalesce(l.sum, 0) || ', goods ' || o.subtotal || ', delivery '
        || o.delivery_fee || ', total ' || o.total as wrong
      from orders o
      left join (select order_id, sum(unit_price::bigint * quantity) as sum from order_lines group by order_id) l
        on l.order_id = o.id
      where o.subtotal <> coalesce(l.sum, 0) or o.total <> o.subtotal + o.delivery_fee`,
  },
  {
    name: 'what an order says was paid back is the sum of its refunds, and no more than came in',
    of: `select count(*) as count from orders o
      where o.refunded > 0 or exists (select from refunds r where r.order_id = o.id)`,
    faults: `select o.number as what,
        'refunds ' || coalesce(r.sum, 0) || ', noted ' || o.refunded || ', received ' || coalesce(m.sum, 0) as wrong
      from orders o
      left join (select order_id, sum(amount) as sum from refunds where state = 'done' group by order_id) r
        on r.order_id = o.id
      left join (select order_id, sum(amount) as sum from receipts group by order_id) m on m.order_id = o.id
      where o.refunded <> coalesce(r.sum, 0) or coalesce(r.sum, 0) > coalesce(m.sum, 0)`,
  },
  {
    name: 'every order has the bottles of its lines, less those that came back, and a closed one has none',
    of: 'select count(*) as count from orders',
    faults: `select o.number || ' ' || v.sku as what, 'owed ' || x.owed || ', taken ' || coalesce(x.taken, 0) as wrong
      from (
        select coalesce(l.order_id, m.order_id) as order_id, coalesce(l.variant_id, m.variant_id) as variant_id,
          coalesce(l.owed, 0) as owed, m.taken, m.began
        from (select l.order_id, l.variant_id, case when o.stock_returned_at is not null then 0
                else l.quantity - coalesce((select sum(r.restocked) from refund_lines r
                  where r.order_id = l.order_id and r.variant_id = l.variant_id), 0) end as owed
              from order_lines l join orders o on o.id = l.order_id) l
        full join (select order_id, variant_id, -sum(change) as taken, bool_or(reason = 'sale') as began
                   from stock_movements where reason in ('sale', 'return') and order_id is not null
                   group by order_id, variant_id) m
          on m.order_id = l.order_id and m.variant_id = l.variant_id
      ) x
      join orders o on o.id = x.order_id join variants v on v.id = x.variant_id
      where x.owed <> coalesce(x.taken, 0) and (o.placed_at >= ${LEDGER_BEGAN} or x.began)`,
  },
  {
    name: 'every payment knows what went back of it, and what is on its way back',
    of: 'select count(*) as count from payments',
    faults: `select o.number as what, 'captured ' || p.captured || ', refunded ' || p.refunded || ' of ' || coalesce(r.done, 0)
        || ', on its way ' || p.refunding || ' of ' || coalesce(r.going, 0) || ', ' || p.state as wrong
      from payments p join orders o on o.id = p.order_id
      left join (select payment_id, sum(amount) filter (where state = 'done') as done,
          sum(amount) filter (where state not in ('done', 'failed')) as going
        from refunds group by payment_id) r on r.payment_id = p.id
      where p.refunded <> coalesce(r.done, 0) or p.refunding <> coalesce(r.going, 0)
        or p.refunded + p.refunding > p.captured
        or (p.state in ('paid', 'partly-refunded', 'refunded', 'hold')) < (p.captured > 0)
        or (p.state = 'refunded') <> (p.captured > 0 and p.refunded = p.captured)`,
  },
  {
    name: 'every paid order has exactly one payment that paid it, and no other order has any',
    of: 'select count(*) as count from orders',
    faults: `select o.number as what, o.status || ', paid by ' || count(p.id) as wrong
      from orders o left join payments p on p.order_id = o.id and p.paid_at is not null
      group by o.id having count(p.id) <> (o.paid_at is not null)::integer`,
  },
  {
    name: 'every closed order is marked as having given its bottles back, and only those',
    of: 'select count(*) as count from orders',
    faults: `select number as what, status || ', bottles returned at ' || coalesce(stock_returned_at::text, 'no time') as wrong
      from orders where (status in ('declined', 'cancelled', 'expired')) <> (stock_returned_at is not null)`,
  },
  {
    name: 'no address and no browser has more unpaid transfers open than it may',
    of: `select count(*) as count from ${UNPAID} u`,
    faults: `select 'an address' as what, count(*) || ' orders, ' || sum(bottles) || ' bottles' as wrong
        from ${UNPAID} u group by address
        having count(*) > ${perAddress} or sum(bottles) > ${bottlesPerAddress}
      union all
      select 'a browser', count(*) || ' orders' from ${UNPAID} u group by session having count(*) > ${perPerson}`,
  },
  {
    name: 'the figures of every day are what its orders and refunds come to',
    of: 'select count(distinct day) as count from sales_by_day',
    faults: `select distinct day::text as what, 'is not what its orders and refunds say' as wrong from (
        (select ${SALES} from sales_by_day
            where (orders, ordered, received, refunds, refunded) <> (0, 0, 0, 0, 0)
          except select ${SALES} from sales_recounted)
        union all
        (select ${SALES} from sales_recounted
          except select ${SALES} from sales_by_day)
      ) s`,
  },
  {
    name: 'the bottles sold of every day are those of its orders',
    of: 'select count(distinct day) as count from units_by_day',
    faults: `select distinct u.day::text || ' ' || v.sku as what, 'is not what its orders say' as wrong from (
        (select day, variant_id, perfume_id, units, revenue from units_by_day where (units, revenue) <> (0, 0)
          except select day, variant_id, perfume_id, units, revenue from units_recounted)
        union all
        (select day, variant_id, perfume_id, units, revenue from units_recounted
          except select day, variant_id, perfume_id, units, revenue from units_by_day)
      ) u join variants v on v.id = u.variant_id`,
  },
];
