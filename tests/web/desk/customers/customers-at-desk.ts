/** People whom the shop knows, for tests of what the desk does with them. */
import type { DeskVisitor } from '../../../setup/desk';
import type { TestShop } from '../../../setup/shop';
import { type Visitor } from '../../../setup/visitor';

export const customerId = (shop: TestShop, email: string): Promise<string> =>
  shop.database.value<string>`select id from customers where email = ${email}`;

export async function bringHome(owner: DeskVisitor, number: string): Promise<void> {
  const post = (act: string, form: Record<string, string>) =>
    owner.post(`/admin/orders/${number}/${act}`, form).expect(303);
  await post('mark-paid', { seen: 'pending' });
  await post('ship', { seen: 'paid', carrier: 'cj', tracking: '601234567890' });
  await post('deliver', { seen: 'shipped' });
}

export const isSignedIn = async (visitor: Visitor): Promise<boolean> =>
  (await visitor.get('/account/orders')).status === 200;

/** Where a text stands, in every column of text or JSON of every table, the queue's own among them. */
export async function placesOf(shop: TestShop, needles: readonly string[]): Promise<string[]> {
  const columns = await shop.database.rows<{ place: string; schema: string; name: string; column: string }>`
    select c.table_schema as schema, c.table_name as name, c.column_name as column,
       c.table_schema || '.' || c.table_name || '.' || c.column_name as place
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
       and (c.data_type in ('text', 'json', 'jsonb', 'character varying', 'character', 'ARRAY', 'USER-DEFINED', 'bytea')
         or c.data_type like '%char%')`;
  const found: string[] = [];
  for (const { place, schema, name, column } of columns) {
    const value =
      `case pg_typeof("${column}")::text when 'bytea' then encode("${column}"::text::bytea, 'escape') ` +
      `else "${column}"::text end`;
    const n = await shop.database.value<number>(
      `select count(*) as n from "${schema}"."${name}" where exists (
         select from unnest($1::text[]) needle where position(lower(needle) in lower(${value})) > 0)`,
      needles,
    );
    if (n > 0) found.push(place);
  }
  return found.sort();
}
