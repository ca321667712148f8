import fc from 'fast-check';
import { namePattern } from '../../../../server/db/like';
import { SORTS } from '../../../../server/store/catalogue/model';
import {
  isUnfiltered,
  listingPath,
  readFilter,
  readPage,
  readUnreadPrices,
} from '../../../../server/storefront/catalogue/listing/address';

const ANY = {
  q: null,
  family: null,
  house: null,
  note: null,
  concentration: null,
  priceMin: null,
  priceMax: null,
  sort: 'position',
} as const;

test('an empty address is every perfume in the shop’s own order', () => {
  expect(readFilter({})).toEqual(ANY);
  expect(readPage({})).toBe(1);
  expect(isUnfiltered(ANY)).toBe(true);
});

test('reads every filter', () => {
  const query = {
    q: '  비  온 ',
    family: 'floral',
    house: 'neoul',
    note: 'yuzu',
    concentration: 'parfum',
    price_min: '10,000',
    price_max: '90000',
    sort: '-price',
  };
  expect(readFilter(query)).toEqual({
    q: '비 온',
    family: 'floral',
    house: 'neoul',
    note: 'yuzu',
    concentration: 'parfum',
    priceMin: 10_000,
    priceMax: 90_000,
    sort: '-price',
  });
});

test('prices the wrong way round are turned', () => {
  expect(readFilter({ price_min: '90000', price_max: '10000' })).toMatchObject({ priceMin: 10_000, priceMax: 90_000 });
});

test.each(['-1', '1.5', '1e5', 'NaN', '5만만', '٣', '99999999999999999999'])(
  '%p is no price: it narrows nothing, and is kept to be said',
  (price_min) => {
    expect(readFilter({ price_min }).priceMin).toBeNull();
    expect(readUnreadPrices({ price_min, price_max: '5만' })).toEqual({ price_min });
  },
);

test.each(['', ' ', '\u3164', '0', '5만', '50,000원'])('of %p nothing is left unread', (price_max) => {
  expect(readUnreadPrices({ price_max })).toEqual({});
});

test('of a long one its beginning is said', () => {
  expect(readUnreadPrices({ price_max: 'x'.repeat(500) }).price_max).toHaveLength(40);
});

test.each(['0', '-1', '1.5', '1e3', 'abc', '10000', '99999999999', ' 2'])('%p is no page', (page) => {
  expect(readPage({ page })).toBeNull();
});

test('a parameter given twice counts once', () => {
  expect(readFilter({ q: ['rain', 'sun'] }).q).toBe('rain');
  expect(readPage({ page: ['3', '4'] })).toBe(3);
});

test('an unknown sort is the shop’s own order, also when it is the name of something every object has', () => {
  for (const sort of ['', 'name', 'constructor', '__proto__', 'price; drop table perfumes']) {
    expect(readFilter({ sort }).sort).toBe('position');
  }
});

test('what can’t be a slug finds nothing instead of everything', () => {
  expect(readFilter({ house: "'; --" }).house).toBe('-');
  expect(readFilter({ family: 'a'.repeat(5_000) }).family).toBe('-');
});

test('whatever is in the address, the filter is within bounds and leads back to itself', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...SORTS, '12000'), fc.array(fc.string()));
  const query = fc.record(
    { q: anything, family: anything, house: anything, price_min: anything, price_max: anything, sort: anything },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(query, (given) => {
      const filter = readFilter(given);
      expect(Array.from(filter.q ?? '').length).toBeLessThanOrEqual(60);
      expect(filter.q ?? '').not.toMatch(/\p{Cc}/u);
      const address = new URL(listingPath(filter), 'https://shop.invalid');
      expect(readFilter(Object.fromEntries(address.searchParams))).toEqual(filter);
    }),
  );
});

test('the address leaves out what is at its default', () => {
  expect(listingPath(ANY)).toBe('/perfumes');
  expect(listingPath({ ...ANY, sort: 'price', q: '비' }, 2)).toBe('/perfumes?q=%EB%B9%84&sort=price&page=2');
});

test('wildcards of LIKE are letters in a search', () => {
  expect(namePattern(String.raw`100% _\ a`)).toBe(String.raw`%100\%\_\\a%`);
});
