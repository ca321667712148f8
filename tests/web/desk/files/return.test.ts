/** Product files that come back after a while: what was sold and edited since stays as it is. */
import { deskVisitor, withStockedDesk } from '../../../setup/desk';
import { exported, rowsOf, sendFile, stateOf, takeIn, workbook } from './support';

const { shop, owner } = withStockedDesk({ each: true });

const variant = () =>
  shop.database.row<{ sku: string; price: number; stock: number }>`
    select v.sku, v.price, v.stock from variants v join perfumes p on p.id = v.perfume_id
    where p.name_en = 'After the Rain' or p.slug in ('after-rain', 'rain') order by v.volume_ml desc limit 1`;
const catalogue = () =>
  Promise.all(
    ['perfumes', 'variants', 'perfume_notes', 'stock_movements'].map((table) =>
      shop.database.rows<Record<string, unknown>>(`select * from ${table} order by 1, 2, 3`),
    ),
  );

/** A day of the shop: three bottles are sold, a price and a story are changed, perfumes are hidden, moved and renamed. */
async function live(): Promise<void> {
  await shop.database.run`update variants set stock = stock - 3, low_stock = 1 where stock > 3`;
  await shop.database.run`update variants set price = price + 500 where sku like '%-050'`;
  await shop.database.run`update variants set sku = 'RENAMED-010' where sku = 'TST-AFTER-RAIN-010'`;
  await shop.database.run`update perfumes set story_ko = '새 이야기', position = position + 5, published_at = null`;
  await shop.database.run`
    insert into perfume_addresses (slug, perfume_id, left_at) select slug, id, now() from perfumes
    where slug = 'after-rain'`;
  await shop.database.run`update perfumes set slug = 'rain' where slug = 'after-rain'`;
}

test.each([
  ['a CSV', exported],
  ['a workbook', workbook],
])(
  '%s that was exported and comes back untouched changes nothing, whatever was sold and edited since',
  async (_what, get) => {
    const english = await deskVisitor(shop, 'owner', { locale: 'en' });
    const files = [await get(owner, 'products'), await get(english, 'products')] as const;
    await live();
    const before = await catalogue();
    for (const [at, visitor] of [owner, english].entries()) {
      const file = files[at]!;
      const sent = await sendFile(shop, visitor, file);
      expect(await stateOf(shop, sent)).toBe('checked');
      expect(sent.text).toContain(
        visitor === owner ? '바뀌는 것이 없는 파일이에요.' : 'Nothing in the file is different',
      );
      expect(sent.text).toContain(visitor === owner ? '파일을 받은 뒤 고친 칸' : 'those changed since it was exported');
      await takeIn(shop, visitor, sent);
      expect(await stateOf(shop, sent)).toBe('done');
      expect(await catalogue()).toEqual(before);
    }
  },
);

/** The file with another value in the cell. */
function withCell(file: string, sku: string, from: string, to: string): string {
  const lines = file.split('\r\n');
  const at = lines.findIndex((line) => line.includes(`"${sku}",`));
  const changed = lines[at]!.replace(`"${sku}",${from}`, `"${sku}",${to}`);
  expect(changed).not.toBe(lines[at]);
  return lines.with(at, changed).join('\r\n');
}

test('of a file in which a price was changed, only that price is taken in', async () => {
  const file = await exported(owner, 'products');
  await shop.database.run`update variants set stock = 17 where sku = 'TST-AFTER-RAIN-050'`;
  const sent = await sendFile(shop, owner, withCell(file, 'TST-AFTER-RAIN-050', '50,98000', '50,99000'));
  expect(sent.text).toMatch(/<del>₩98,000<\/del>[^]*<ins>₩99,000<\/ins>/);
  expect(await takeIn(shop, owner, sent)).toContain('모두 넣었어요.');
  expect(await variant()).toEqual({ sku: 'TST-AFTER-RAIN-050', price: 99_000, stock: 17 });
});

test('a count that was changed in the file, of which bottles were sold since, is refused in its cell', async () => {
  const file = await exported(owner, 'products');
  await shop.database.run`update variants set stock = 17 where sku = 'TST-AFTER-RAIN-050'`;
  const sent = await sendFile(shop, owner, withCell(file, 'TST-AFTER-RAIN-050', '50,98000,20', '50,98000,25'));
  expect(await stateOf(shop, sent)).toBe('faulty');
  expect(sent.text).toMatch(
    /data-label="열">재고<\/td>\s*<td[^>]*>파일을 받은 뒤에 가게에서도 바뀌었어요. 지금 값: 17/,
  );
  expect((await variant()).stock).toBe(17);
});

test('a file without marks, as older ones are, means all that it says', async () => {
  const file = await exported(owner, 'products');
  const rows = await rowsOf(file);
  const columns = Object.keys(rows[0]!).filter((name) => !name.startsWith('표식'));
  const old = [columns, ...rows.map((row) => columns.map((name) => row[name]!))]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
  await shop.database.run`update variants set stock = 17 where sku = 'TST-AFTER-RAIN-050'`;
  const sent = await sendFile(shop, owner, old);
  expect(sent.text).toMatch(/TST-AFTER-RAIN-050[^]*<dt>재고<\/dt>[^]*<del>17<\/del>[^]*<ins>20<\/ins>/);
  expect(sent.text).toMatch(/반영할 칸<\/dt><dd>모든 칸/);
});
