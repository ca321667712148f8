import { withStockedDesk } from '../../setup/desk';

const { shop, ids, owner } = withStockedDesk();
beforeAll(async () => {
  await shop.database.run`update variants set sku = 'Snow.spray/050' where id = ${ids['TST-AFTER-RAIN-050']}`;
});

describe.each(['snow.sp', 'SNOW.SP', 'Snow.sp'])('“%s”', (typed) => {
  test('in the list of perfumes', async () => {
    const text = await owner.text(`/admin/products?q=${typed}`);
    expect(text).toContain('비 온 뒤');
    expect(text).not.toContain('유자 등불');
  });

  test('among the counts', async () => {
    const text = await owner.text(`/admin/stock?view=all&q=${typed}`);
    expect([...text.matchAll(/data-label="SKU">([^<]+)</g)].map(([, sku]) => sku)).toEqual(['Snow.spray/050']);
  });

  test('for an order that is written down', async () => {
    const form = { attempt: '3f1c1f52-6f1e-4a0c-9f5e-0f4f6e5b7a10', do: 'find', find: typed };
    const { text } = await owner.post('/admin/orders/new', form).expect(200);
    expect(text).toContain('Snow.spray/050');
  });
});
