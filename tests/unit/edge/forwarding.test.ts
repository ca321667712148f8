import { Exchange } from '../../../server/edge/exchange';
import { Forwarding, type Road } from '../../../server/edge/forwarding';
import type { Waiter } from '../../../server/edge/shop-return';

const broken = (code: string): Error => Object.assign(new Error(code), { code });

/** @param ends how each attempt ends, in order */
function forwarded(method: string, ends: readonly (string | null)[]) {
  const seen: string[] = [];
  const waiters: Waiter[] = [];
  let attempt = 0;
  const pool = (name: string): Road['pools'][number] => ({
    dispatch(_request, handler) {
      seen.push(name);
      const end = ends[attempt++] ?? null;
      if (end === null) handler.onResponseEnd?.({} as never, {});
      else handler.onResponseError?.({} as never, broken(end));
      return true;
    },
  });
  const road = {
    pools: [pool('kept connection'), pool('fresh connection')],
    admission: { enter: (visit: { start(): void }) => visit.start(), leave: () => void seen.push('place free') },
    shopReturn: { wait: (waiter: Waiter) => (waiters.push(waiter), () => undefined) },
    own: { failWith: (_exchange: Exchange, { message }: Error) => void seen.push(`told of ${message}`) },
    shopReturnMs: 5_000,
    nowMs: () => 1_000,
  } as unknown as Road;
  const response = { once: () => undefined, end: () => undefined, headersSent: false, writableEnded: false };
  const connection = { address: '203.0.113.7', block: '203.0.113.7' };
  const exchange = new Exchange(
    { method, url: '/', headers: {} } as never,
    response as never,
    connection as never,
    'id',
    '',
    0,
  );
  new Forwarding(exchange, { name: 'apex', authority: 'apex:8443' }, road).start();
  return { seen, waiters };
}

test('a GET whose connection died is sent once more, on a fresh one; a POST never is', () => {
  expect(forwarded('GET', ['ECONNRESET']).seen).toEqual(['kept connection', 'fresh connection', 'place free']);
  expect(forwarded('GET', ['ECONNRESET', 'ECONNRESET']).seen).toEqual([
    ...['kept connection', 'fresh connection', 'place free', 'told of ECONNRESET'],
  ]);
  expect(forwarded('POST', ['ECONNRESET']).seen).toEqual(['kept connection', 'place free', 'told of ECONNRESET']);
});

test('where nobody listens it waits in its place, and goes on or is told', () => {
  const { seen, waiters } = forwarded('POST', ['ECONNREFUSED', 'ECONNREFUSED', null]);
  expect(seen).toEqual(['kept connection']);
  expect(waiters[0]?.deadlineMs).toBe(6_000);
  waiters[0]?.goOn();
  waiters[1]?.goOn();
  expect(seen).toEqual(['kept connection', 'kept connection', 'kept connection', 'place free']);
  const late = forwarded('GET', ['ECONNREFUSED']);
  late.waiters[0]?.giveUp();
  expect(late.seen).toEqual(['kept connection', 'place free', 'told of ECONNREFUSED']);
});
