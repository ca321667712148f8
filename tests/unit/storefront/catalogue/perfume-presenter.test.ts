import type { Perfume } from '../../../../server/store/catalogue/model';
import { deliveryText, perfumeData, perfumeView } from '../../../../server/storefront/catalogue/perfume/presenter';
import { RULE } from '../../store/delivery/rule';

const perfume: Perfume = {
  id: 1,
  slug: 'after-rain',
  name: { ko: '비 온 뒤', en: 'After Rain' },
  story: { ko: '첫 문단.\n\n둘째 문단.', en: 'One.' },
  house: { id: 1, slug: 'ujeon', name: { ko: '우전', en: 'Ujeon' }, story: { ko: '집.', en: 'A house.' } },
  perfumer: { ko: '한서율', en: 'Han Seoyul' },
  ingredients: { ko: '변성알코올, 향료, 리모넨', en: '' },
  year: 2014,
  concentration: 'eau-de-parfum',
  alcoholPercent: 77.5,
  family: 'aquatic',
  accords: { musk: 18, ozonic: 90, green: 62 },
  picture: 'after-rain.0123456789.svg',
  aura: 'after-rain-aura.0123456789.svg',
  notes: [
    { id: 1, slug: 'rain', name: { ko: '빗물', en: 'Rain' }, layer: 'top' },
    { id: 2, slug: 'musk', name: { ko: '머스크', en: 'Musk' }, layer: 'base' },
  ],
  photos: [],
  variants: [
    { id: 1, sku: 'A-010', volumeMl: 10, price: 28_000, inStock: false },
    { id: 2, sku: 'A-050', volumeMl: 50, price: 98_000, inStock: true },
    { id: 3, sku: 'A-100', volumeMl: 100, price: 158_000, inStock: true },
  ],
};
const rule = { ...RULE, areas: [] };
const now = new Date('2026-11-30T01:00:00Z');
const view = (changed: Partial<Perfume> = {}, volumeMl = '') =>
  perfumeView(
    { perfume: { ...perfume, ...changed }, related: [], alikeIds: [] },
    { locale: 'ko', volumeMl, rule, now },
  );

test('the price told is the least that can be paid now', () => {
  expect(view().price).toBe('₩98,000부터');
  const none = perfume.variants.map((variant) => ({ ...variant, inStock: false }));
  expect(view({ variants: none })).toMatchObject({ price: null, forSale: false });
});

test('layers without notes are left out, accords come strongest first, paragraphs are kept', () => {
  expect(view().layers.map(({ name }) => name)).toEqual(['첫 향', '끝 향']);
  expect(view().accords.map(({ weight }) => weight)).toEqual([90, 62, 18]);
  expect(view().story).toEqual(['첫 문단.', '둘째 문단.']);
});

test('ingredients are among the facts where they are known', () => {
  expect(view().facts.at(-1)).toEqual({ name: '전성분', value: '변성알코올, 향료, 리모넨', isProse: true });
  expect(view({ ingredients: { ko: '', en: '' } }).facts.map(({ name }) => name)).not.toContain('전성분');
});

test('a word the shop’s lists do not know is shown as it is', () => {
  expect(view({ family: 'marine-leather' }).facts.map(({ value }) => value)).toContain('marine-leather');
});

test('delivery that costs nothing says so', () => {
  expect(deliveryText(rule, 'ko')).toBe('배송비는 ₩3,000이고, ₩50,000부터는 무료예요.');
  expect(deliveryText({ ...rule, fee: 0 }, 'en')).toBe('Delivery is free.');
  expect(deliveryText({ ...rule, freeFrom: 0 }, 'en')).toBe('Delivery is free.');
});

test('where it costs more and when it arrives is said, the latter only of what can be bought', () => {
  expect(deliveryText(RULE, 'ko')).toBe(
    '배송비는 ₩3,000이고, ₩50,000부터는 무료예요. 제주·도서산간은 배송비가 ₩3,000 더 들어요.',
  );
  expect(view().arrival).toBe('11월 30일(월) 14:00까지 결제하면 12월 1일(화)~12월 2일(수) 도착 예정이에요.');
  const none = perfume.variants.map((variant) => ({ ...variant, inStock: false }));
  expect(view({ variants: none }).arrival).toBeNull();
});

test('structured data can’t end its block, whatever the texts hold', () => {
  const name = { ko: '</script><script>alert(1)</script>', en: '<!--' };
  const data = perfumeData({ ...perfume, name }, 'ko', 'https://shop.invalid');
  expect(data).not.toContain('<');
  expect(JSON.parse(data)).toMatchObject({
    '@type': 'Product',
    name: name.ko,
    url: 'https://shop.invalid/perfumes/after-rain',
  });
});

test('structured data has an offer for each volume', () => {
  const { offers } = JSON.parse(perfumeData(perfume, 'en', 'https://shop.invalid')) as { offers: unknown[] };
  expect(offers).toHaveLength(3);
  expect(offers[0]).toMatchObject({
    sku: 'A-010',
    price: 28_000,
    priceCurrency: 'KRW',
    availability: 'https://schema.org/OutOfStock',
    url: 'https://shop.invalid/en/perfumes/after-rain?ml=10',
  });
});
