import { parseOpenFileLimit } from '../../../server/edge/open-files';
import { connectionCap, LIMITS } from '../../../server/edge/policy';
import { isHeadTooLarge } from '../../../server/edge/request-head';
import { comesTooSlowly, isReadTooSlowly, mustGiveWay } from '../../../server/edge/sweep';

const KB = 1_000;
const after = (seconds: number): number => seconds * 1_000;

const waited = (lastByteSeconds: number, nowSeconds: number) => ({
  inAll: after(nowSeconds),
  sinceLastByte: after(nowSeconds - lastByteSeconds),
});

describe('a body', () => {
  const slow = (received: number, lastByteSeconds: number, nowSeconds: number): boolean =>
    comesTooSlowly({ received, isSmall: false }, waited(lastByteSeconds, nowSeconds), LIMITS);

  test('has twenty seconds before its rate counts', () => {
    expect(slow(1, 19, 20)).toBe(false);
    expect(slow(1, 22, 22)).toBe(true);
  });

  test('of a slow mobile network gets to its end', () => {
    // 5 kB/s: 5 MB in 1000 seconds.
    for (let s = 0; s <= 1_000; s += 10) expect(slow(s * 5 * KB, s, s)).toBe(false);
  });

  test('may pause, as in a tunnel, and may not fall silent', () => {
    expect(slow(500 * KB, 100, 124)).toBe(false);
    expect(slow(500 * KB, 100, 126)).toBe(true);
  });

  test('below the least rate ends, however steadily it comes', () => {
    expect(slow(50 * 900, 50, 50)).toBe(false);
    expect(slow(300 * 900, 300, 300)).toBe(true);
  });

  test('of which nothing has come has five seconds', () => {
    expect(slow(0, 5, 5)).toBe(false);
    expect(slow(0, 6, 6)).toBe(true);
  });

  test('that is small has eight seconds, and a second more for each thousand bytes', () => {
    const small = (received: number, lastByteSeconds: number, nowSeconds: number): boolean =>
      comesTooSlowly({ received, isSmall: true }, waited(lastByteSeconds, nowSeconds), LIMITS);
    expect(small(1, 1, 8)).toBe(false);
    expect(small(1, 9, 9)).toBe(true);
    expect(small(10 * KB, 17, 17)).toBe(false);
    expect(small(10 * KB, 5, 14)).toBe(true);
  });
});

test('an upload in another’s way has three seconds, and then has to come as a telephone sends it', () => {
  expect(mustGiveWay(1, after(3), LIMITS)).toBe(false);
  expect(mustGiveWay(200 * KB, after(3.5), LIMITS)).toBe(true);
  for (let s = 0; s <= 300; s += 10) expect(mustGiveWay(s * 65 * KB, after(s), LIMITS)).toBe(false);
});

test('an answer may take as long as the least rate needs for what is left of it', () => {
  expect(isReadTooSlowly(200 * KB, 0, after(219), LIMITS)).toBe(false);
  expect(isReadTooSlowly(200 * KB, 0, after(221), LIMITS)).toBe(true);
  expect(isReadTooSlowly(1, 0, after(21), LIMITS)).toBe(true);
});

test('silence ends a body before the shop’s own time for an answer is over, which would be called the shop’s fault', () => {
  expect(LIMITS.stallMs).toBeLessThan(30_000);
});

test.each([
  [null, 8_192],
  [100_000, 8_192],
  [4_096, 3_584],
  [1_024, 512],
  [256, 16],
])('with %s open files allowed, %s connections are taken', (openFiles, connections) => {
  expect(connectionCap(LIMITS, openFiles)).toBe(connections);
});

test('the limit for open files is read as Linux writes it', () => {
  const header = 'Limit                     Soft Limit           Hard Limit           Units     \n';
  expect(
    parseOpenFileLimit(`${header}Max open files            20000                20000                files     \n`),
  ).toBe(20_000);
  expect(
    parseOpenFileLimit(`${header}Max open files            unlimited            unlimited            files \n`),
  ).toBeNull();
});

test('a head is too large by its headers or by its bytes', () => {
  const header = ['x-a', '1'];
  expect(isHeadTooLarge(Array.from({ length: 100 }, () => header).flat())).toBe(false);
  expect(isHeadTooLarge(Array.from({ length: 101 }, () => header).flat())).toBe(true);
  expect(isHeadTooLarge(['cookie', 'x'.repeat(16_000)])).toBe(false);
  expect(isHeadTooLarge(['cookie', 'x'.repeat(16_400)])).toBe(true);
});
