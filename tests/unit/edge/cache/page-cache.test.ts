import fc from 'fast-check';
import type { OriginAnswer } from '../../../../server/edge/cache/origin';
import { answer, createTestCache, deferred, settle } from './support';

const refused = (): never => {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
};

describe('what is in memory', () => {
  test('is shown without asking the shop, while it is fresh', async () => {
    const test = createTestCache((_question, number) => answer(`v${number}`));
    expect(await test.see('/')).toBe('miss v1');
    test.pass(59_000);
    expect(await test.see('/')).toBe('hit v1');
    expect(test.asked).toHaveLength(1);
  });

  test('is shown once more when it is just stale, and renewed behind the visitor', async () => {
    const test = createTestCache((_question, number) => answer(`v${number}`));
    await test.see('/');
    test.pass(65_000);
    expect(await test.see('/')).toBe('stale v1');
    await settle();
    expect(await test.see('/')).toBe('hit v2');
  });

  test('is validated when it is older, by its tag, and a 304 renews it', async () => {
    const test = createTestCache(({ ifNoneMatch }) =>
      ifNoneMatch === 'W/"1"'
        ? { ...answer('', { etag: 'W/"1"' }, 304), body: Buffer.alloc(0) }
        : answer('v1', { etag: '"1"' }),
    );
    await test.see('/');
    test.pass(71_000);
    expect(await test.see('/')).toBe('revalidated v1');
    expect(await test.see('/')).toBe('hit v1');
  });

  test('goes when the 304 says that it has become private', async () => {
    const test = createTestCache(({ ifNoneMatch }) =>
      ifNoneMatch
        ? answer('', { 'cache-control': 'private', 'cdn-cache-control': undefined }, 304)
        : answer('v1', { etag: '"1"' }),
    );
    await test.see('/');
    test.pass(71_000);
    expect(await test.see('/')).toBe('pass');
    expect(await test.see('/')).toBe('pass');
  });
});

describe('many who ask for the same at once', () => {
  test('each ask for themselves where the answer is not for everybody', async () => {
    const shop = deferred<OriginAnswer>();
    const test = createTestCache(() => shop.promise);
    const all = Promise.all([test.see('/'), test.see('/')]);
    shop.resolve(answer('hello Mina', { 'set-cookie': ['sid=1'] }));
    expect(await all).toEqual(['pass', 'pass']);
    expect(await test.see('/')).toBe('pass');
    expect(test.asked).toHaveLength(1);
    test.pass(11_000);
    test.shop = () => answer('for everybody');
    expect(await test.see('/')).toBe('miss for everybody');
  });

  test('share the failure of the shop, which is not kept', async () => {
    const test = createTestCache(() => answer('broken', {}, 500));
    expect(await test.see('/')).toBe('miss 500');
    test.shop = refused;
    expect(await test.see('/')).toBe('failed');
    test.shop = () => answer('v1');
    expect(await test.see('/')).toBe('miss v1');
  });

  test('a page too large to be kept goes past the cache', async () => {
    const test = createTestCache(() => ({ ...answer(''), body: null }));
    expect(await test.see('/')).toBe('pass');
  });

  test('a body that is not what its coding says goes past the cache', async () => {
    const test = createTestCache(() => answer('not brotli', { 'content-encoding': 'br' }));
    expect(await test.see('/')).toBe('pass');
  });
});

describe('a purge', () => {
  const grouped = (group: string) => ({ 'cache-groups': `"catalogue", "${group}"` });

  test('removes what it names and leaves the rest', async () => {
    const test = createTestCache(({ address }, number) => answer(`v${number}`, grouped(address.slice(1))));
    await test.see('/product-1');
    await test.see('/product-2');
    test.cache.purge(['product-1']);
    expect(await test.see('/product-1')).toBe('miss v3');
    expect(await test.see('/product-2')).toBe('hit v2');
    test.cache.purge(['*']);
    expect(await test.see('/product-2')).toBe('miss v4');
  });

  test('keeps an answer that was asked for before it out of the memory', async () => {
    const shop = deferred<OriginAnswer>();
    const test = createTestCache((_question, number) =>
      number === 1 ? shop.promise : answer('new price', grouped('a')),
    );
    const before = test.see('/');
    test.cache.purge(['a']);
    const after = test.see('/');
    shop.resolve(answer('old price', grouped('a')));
    expect(await before).toBe('miss old price');
    expect(await after).toBe('miss new price');
    expect(await test.see('/')).toBe('hit new price');
  });

  test('of something else lets an answer on its way be kept', async () => {
    const shop = deferred<OriginAnswer>();
    const test = createTestCache(() => shop.promise);
    const before = test.see('/');
    test.cache.purge(['b']);
    shop.resolve(answer('v1', grouped('a')));
    await before;
    expect(await test.see('/')).toBe('hit v1');
  });

  test('has what was kept since validated half a second later, for a worker that heard of it late', async () => {
    jest.useFakeTimers();
    try {
      const test = createTestCache((_question, number) => answer(`v${number}`, grouped('a')));
      test.cache.purge(['a']);
      await test.see('/');
      expect(await test.see('/')).toBe('hit v1');
      jest.advanceTimersByTime(500);
      expect(await test.see('/')).toBe('revalidated v2');
      expect(await test.see('/')).toBe('hit v2');
    } finally {
      jest.useRealTimers();
    }
  });

  test('leaves assets alone, whose addresses never show anything else', async () => {
    const test = createTestCache((_question, number) =>
      answer(`v${number}`, { 'cdn-cache-control': undefined, 'cache-control': 'public, max-age=31536000, immutable' }),
    );
    await test.see('/assets/a.css');
    test.cache.purge(['*']);
    test.cache.disconnected();
    expect(await test.see('/assets/a.css')).toBe('hit v1');
  });
});

describe('while the purge stream is down', () => {
  const tagged = (body: string) => answer(body, { etag: `"${body}"` });
  let seen: ReturnType<typeof createTestCache>;
  beforeEach(async () => {
    seen = createTestCache(() => tagged('v1'));
    await seen.see('/');
    seen.cache.disconnected();
  });

  test('every page is validated with the shop, each time', async () => {
    expect(await seen.see('/')).toBe('revalidated v1');
    seen.shop = () => tagged('v2');
    expect(await seen.see('/')).toBe('revalidated v2');
    expect(seen.asked.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([null, 'W/"v1"', 'W/"v1"']);
  });

  test.each([
    ['is away', refused],
    ['answers 503', () => answer('closed', {}, 503)],
  ])('pages are shown as they are when the shop %s, without asking it for each visitor', async (_what, down) => {
    seen.shop = down;
    for (let i = 0; i < 100; i++) expect(await seen.see('/')).toBe('stale-error v1');
    expect(seen.asked.length).toBeLessThanOrEqual(3);
    // For a question without an answer nobody waits for a worker either: there is something to show.
    expect(seen.asked.at(-1)).toMatchObject({ patient: false });
  });

  test('but not for longer than the shop allows', async () => {
    seen.shop = refused;
    seen.pass(60_000 + 3_599_000);
    expect(await seen.see('/')).toBe('stale-error v1');
    seen.pass(2_000);
    expect(await seen.see('/')).toBe('failed');
  });

  test('and the shop is shown again as soon as it answers', async () => {
    seen.shop = refused;
    await seen.see('/');
    seen.shop = () => tagged('v2');
    seen.pass(1_100);
    await seen.see('/');
    await settle();
    expect(await seen.see('/')).toBe('revalidated v2');
  });

  test('everything is validated once after it has come back', async () => {
    seen.cache.connected();
    await seen.see('/');
    await seen.see('/en');
    seen.cache.disconnected();
    seen.cache.connected();
    seen.shop = () => tagged('v2');
    expect(await seen.see('/')).toBe('revalidated v2');
    expect(await seen.see('/')).toBe('hit v2');
    expect(await seen.see('/en')).toBe('revalidated v2');
  });

  test('what was asked for before it came back counts as missed', async () => {
    const shop = deferred<OriginAnswer>();
    const test = createTestCache(() => shop.promise, { connected: false });
    const before = test.see('/');
    test.cache.connected();
    shop.resolve(tagged('v1'));
    await before;
    test.shop = () => tagged('v2');
    expect(await test.see('/')).toBe('revalidated v2');
  });

  test('a shop that takes its time is not waited for longer than two seconds', async () => {
    seen.shop = () => new Promise(() => undefined);
    expect(await seen.see('/')).toBe('stale-error v1');
  });
});

test('nobody ever sees what was purged before he asked, in whatever order things happen', async () => {
  const action = fc.constantFrom('change', 'look', 'look', 'look', 'wait', 'answer', 'answer', 'lose', 'find again');
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60 }), async (actions) => {
      let version = 1;
      const waiting: (() => void)[] = [];
      const looks: Promise<void>[] = [];
      // The shop reads its version when it is asked and answers some time later.
      const test = createTestCache(() => {
        const seen = version;
        return new Promise((resolve) => void waiting.push(() => resolve(answer(`${seen}`, { 'cache-groups': '"a"' }))));
      });
      let streaming = true;
      // While the stream is down, an answer may be shared for half a second: nothing that is older than the last wait.
      let versionAtWait = version;
      for (const what of actions) {
        if (what === 'change') {
          version += 1;
          if (streaming) test.cache.purge(['a']);
        } else if (what === 'look') {
          const atLeast = streaming ? version : versionAtWait;
          looks.push(test.see('/').then((text) => expect(Number(text.split(' ')[1])).toBeGreaterThanOrEqual(atLeast)));
        } else if (what === 'wait') {
          test.pass(7_000);
          versionAtWait = version;
        } else if (what === 'answer') waiting.shift()?.();
        else if (what === 'lose') {
          streaming = false;
          test.cache.disconnected();
        } else {
          streaming = true;
          test.cache.connected();
        }
        await Promise.resolve();
      }
      const all = Promise.all(looks).then(() => true);
      for (let done = false; !done;) {
        for (const go of waiting.splice(0)) go();
        done = (await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 1, false))])) === true;
      }
      test.cache.close();
    }),
    { numRuns: 60 },
  );
});
