import fc from 'fast-check';
import { createPageStore } from '../../../../server/edge/cache/store';
import { pageFor } from './support';

const keys = (store: ReturnType<typeof createPageStore>, names: readonly string[]): string[] =>
  names.filter((name) => store.get(name) !== undefined);

test('a page that was asked for again outlives any number that were asked for once', () => {
  const store = createPageStore({ maxBytes: 100 });
  store.set(pageFor('home', { bytes: 10 }));
  store.get('home');
  for (let i = 0; i < 1_000; i++) store.set(pageFor(`search ${i}`, { bytes: 10 }));
  expect(keys(store, ['home'])).toEqual(['home']);
});

test('of those that were asked for again, the one that nobody asks for any more goes', () => {
  const store = createPageStore({ maxBytes: 100 });
  for (let i = 0; i < 30; i++) {
    store.set(pageFor(String(i), { bytes: 10 }));
    store.get(String(i));
    store.get('0');
  }
  expect(keys(store, ['0', '1', '29'])).toEqual(['0', '29']);
});

test('a page that would fill a fifth of the memory alone is not kept', () => {
  const store = createPageStore({ maxBytes: 100 });
  store.set(pageFor('huge', { bytes: 21 }));
  expect(store.size()).toBe(0);
});

test('a group takes its pages with it, and nothing else', () => {
  const store = createPageStore({ maxBytes: 1_000 });
  store.set(pageFor('a', { groups: ['catalogue', 'product-1'] }));
  store.set(pageFor('b', { groups: ['catalogue'] }));
  store.set(pageFor('c', { groups: ['product-1', 'product-2'] }));
  store.deleteGroup('product-1');
  expect(keys(store, ['a', 'b', 'c'])).toEqual(['b']);
  store.deleteGroup('nobody');
  store.deleteGroup('catalogue');
  expect([store.size(), store.bytes()]).toEqual([0, 0]);
});

test('everything goes but what never changes', () => {
  const store = createPageStore({ maxBytes: 1_000 });
  store.set(pageFor('page', {}));
  store.set(pageFor('asset', { immutable: true }));
  store.deleteAll();
  expect(keys(store, ['page', 'asset'])).toEqual(['asset']);
});

test('it never holds more than it may, counts right, and finds what it holds, whatever is done', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');
  const action = fc.oneof(
    fc.record({ do: fc.constant('set' as const), key, bytes: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ do: fc.constant('get' as const), key }),
    fc.record({ do: fc.constant('delete' as const), key }),
    fc.record({ do: fc.constant('purge' as const), key }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const store = createPageStore({ maxBytes: 100 });
      const sizes = new Map<string, number>();
      for (const step of actions) {
        if (step.do === 'set') {
          store.set(pageFor(step.key, { bytes: step.bytes, groups: [step.key] }));
          sizes.set(step.key, step.bytes);
        } else if (step.do === 'get') {
          expect(store.get(step.key)?.bytes ?? sizes.get(step.key)).toBe(sizes.get(step.key));
        } else {
          if (step.do === 'delete') store.delete(step.key);
          else store.deleteGroup(step.key);
          expect(store.get(step.key)).toBeUndefined();
        }
        expect(store.bytes()).toBeLessThanOrEqual(100);
      }
      const held = [...sizes.keys()].map((name) => store.get(name)).filter((page) => page !== undefined);
      expect(store.size()).toBe(held.length);
      expect(store.bytes()).toBe(held.reduce((sum, page) => sum + page.bytes, 0));
    }),
  );
});
