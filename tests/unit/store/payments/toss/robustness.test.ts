/** Whatever comes: nothing throws, and no secret is told. */
import fc from 'fast-check';
import type { Outcome } from '../../../../../server/store/payments/provider';
import { createTossCashReceipts } from '../../../../../server/store/payments/toss/cash-receipts';
import { createTossClient } from '../../../../../server/store/payments/toss/client';
import { createToss } from '../../../../../server/store/payments/toss/provider';
import { readReturn, readWebhook } from '../../../../../server/store/payments/toss/signals';
import { attemptOf, refundOf, startOf } from './toss-world';

const SECRET = 'test_sk_THE_SECRET_KEY_0001';
const ENCODED = Buffer.from(`${SECRET}:`).toString('base64');
const ACCOUNT = { bankCode: '88', number: '110999888777', holder: '김비밀' };
/** What may not be said to anybody but who asked, in whatever way it came. */
const UNTOLD = [SECRET, ENCODED, ACCOUNT.number, ACCOUNT.holder, '01099998888', 'ps_untold'];

function shopAt(answer: typeof fetch) {
  const said: unknown[] = [];
  const options = {
    ...{ baseUrl: 'https://toss.example', secretKey: SECRET, clientKey: 'test_ck_public', fetch: answer },
    timeouts: { longMs: 1000, askMs: 1000 },
    logger: { warn: (...line: unknown[]) => void said.push(line) },
  };
  return {
    said,
    toss: createToss({ ...options, opensWindow: { by: 'server', method: 'CARD' } }),
    client: createTossClient(options),
  };
}

async function everything({ toss, client }: ReturnType<typeof shopAt>): Promise<Outcome<unknown>[]> {
  const attempt = attemptOf(39_000, 'tfake1');
  const [card, account] = [toss.window('card'), toss.virtualAccount('20')];
  const refund = refundOf(attempt, 1000, { account: ACCOUNT });
  const receipts = createTossCashReceipts(client);
  const outcomes: Outcome<unknown>[] = await Promise.all([
    card.start(startOf(attempt)),
    card.complete(attempt, 'tfake1'),
    card.ask(attempt),
    card.ask({ ...attempt, reference: null }),
    card.abandon(attempt),
    card.refund(refund),
    card.askRefund(refund),
    account.start(startOf(attempt)),
    account.complete(attempt, 'tfake1'),
    account.abandon(attempt),
    receipts.issue({
      ...{ id: '1', orderId: attempt.id, orderName: '향', amount: 1000, purpose: 'deduction', identity: '01099998888' },
    }),
    receipts.cancel({ id: '1', reference: 'r', amount: 1 }),
  ]);
  const { signal } = new AbortController();
  for await (const row of card.listTransactions(new Date(0), new Date(1), signal)) outcomes.push(row);
  for await (const row of receipts.find('2026-11-23', signal)) outcomes.push(row);
  return outcomes;
}

/** Codes and log lines are what leaves: a value goes to who asked, who keeps it. */
const leaving = (said: readonly unknown[], outcomes: readonly Outcome<unknown>[]): string =>
  JSON.stringify([said, outcomes.filter(({ kind }) => kind !== 'done')]);

const hostile = fc.oneof(fc.constantFrom(...UNTOLD), fc.string(), fc.constantFrom('__proto__', '\u0000', '\uD800'));
/** Things that look like answers, with anything in any field. */
const anything = fc.oneof(
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 3,
    arbitrary: fc
      .record(
        {
          code: fc.oneof(
            hostile,
            fc.constantFrom('NOT_FOUND_PAYMENT', 'ALREADY_PROCESSED_PAYMENT', 'REJECT_CARD_PAYMENT'),
          ),
          message: hostile,
          version: hostile,
          paymentKey: fc.oneof(hostile, fc.constant('tfake1')),
          orderId: hostile,
          status: fc.oneof(fc.constantFrom('DONE', 'CANCELED', 'WAITING_FOR_DEPOSIT', 'READY', 'SETTLED'), hostile),
          currency: fc.oneof(fc.constant('KRW'), hostile),
          totalAmount: fc.oneof(fc.nat(), fc.double(), hostile),
          balanceAmount: fc.oneof(fc.nat(), fc.double(), hostile),
          cancels: fc.oneof(fc.constant(null), fc.array(fc.jsonValue(), { maxLength: 2 })),
          virtualAccount: fc.jsonValue(),
          checkout: fc.oneof(fc.record({ url: hostile }), fc.jsonValue()),
          data: fc.array(fc.jsonValue(), { maxLength: 2 }),
          hasNext: fc.boolean(),
        },
        { requiredKeys: [] },
      )
      .map((body) => JSON.stringify(body)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('latin1')) },
);

const NO_BODY = new Set([204, 205, 304]);

test('any status, body and header', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 })),
      anything,
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[!-~]{0,20}$/), { maxKeys: 3 }),
      async (status, body, headers) => {
        const shop = shopAt(() =>
          Promise.resolve(new Response(NO_BODY.has(status) ? null : body, { status, headers })),
        );
        const outcomes = await everything(shop);
        for (const { kind } of outcomes) expect(['done', 'refused', 'unknown']).toContain(kind);
        for (const secret of UNTOLD) expect(leaving(shop.said, outcomes)).not.toContain(secret);
      },
    ),
    { numRuns: 300 },
  );
});

test('whatever is thrown instead of an answer', async () => {
  const thrown = fc.oneof(
    fc.anything(),
    hostile.map((text) => new TypeError(text, { cause: Object.assign(new Error(text), { code: text }) })),
    hostile.map((text) => Object.assign(new Error(text), { name: 'TimeoutError', code: text })),
  );
  await fc.assert(
    fc.asyncProperty(thrown, async (reason) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      const shop = shopAt(() => Promise.reject(reason));
      const outcomes = await everything(shop);
      for (const outcome of outcomes) expect(outcome.kind).toBe('unknown');
      for (const secret of UNTOLD) expect(leaving(shop.said, outcomes)).not.toContain(secret);
    }),
    { numRuns: 100 },
  );
});

test('a body that breaks off while it is read', async () => {
  const broken = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"status":'));
        controller.error(new Error(SECRET));
      },
    });
  const shop = shopAt(() => Promise.resolve(new Response(broken(), { status: 200 })));
  const outcomes = await everything(shop);
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['unknown']));
  expect(leaving(shop.said, outcomes)).not.toContain(SECRET);
});

test('any return and any webhook is read, or is none', () => {
  const header = fc.constantFrom(undefined, '', 'whtrans_1', 'a b');
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), anything, header, (query, body, id) => {
      readReturn(query);
      const hint = readWebhook(Buffer.from(body), { 'tosspayments-webhook-transmission-id': id });
      if (id !== 'whtrans_1') expect(hint).toBeNull();
    }),
    { numRuns: 1000 },
  );
});
