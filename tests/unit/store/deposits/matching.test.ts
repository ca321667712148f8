import fc from 'fast-check';
import { areSimilar, proposalsFor, type Proposals } from '../../../../server/store/deposits/matching';
import type { AwaitedOrder, Deposit } from '../../../../server/store/deposits/model';
import { depositorKey } from '../../../../server/values/depositor';

const NUMBER = 'EA-0123456789';

const order = (more: Partial<AwaitedOrder> = {}): AwaitedOrder => ({
  number: NUMBER,
  total: 31_000,
  recipient: '김하늘',
  depositor: null,
  status: 'pending',
  placedAt: new Date('2026-11-23T03:00:00Z'),
  paidAt: null,
  ...more,
});

const deposit = (more: Partial<Deposit> = {}): Deposit => ({
  id: 1,
  paidAt: new Date('2026-11-23T05:00:00Z'),
  hasTime: true,
  payer: '김하늘',
  amount: 31_000,
  memo: '',
  ...more,
});

/** `exact`, the doubt, or `none`. */
function judged({ exact, likely }: Proposals): string {
  if (exact.length > 0) return 'exact';
  return likely[0]?.doubt ?? 'none';
}

const both = (of: Partial<Deposit>, for_: Partial<AwaitedOrder> = {}): string =>
  judged(proposalsFor([deposit(of)], [order(for_)]));

test.each<[what: string, verdict: string, deposit: Partial<Deposit>, order: Partial<AwaitedOrder>]>([
  ['sum and name of the recipient', 'exact', {}, {}],
  ['sum and name of the depositor', 'exact', { payer: '한서진' }, { depositor: '한서진' }],
  ['a name with a title of a company', 'exact', { payer: '㈜한빛 상사' }, { depositor: '주식회사 한빛상사' }],
  ['small and large letters', 'exact', { payer: 'JUNE PARK' }, { depositor: 'June Park' }],
  ['the recipient’s name where somebody else was said to pay', 'similar', {}, { depositor: '한서진' }],
  ['a name cut short', 'similar', { payer: 'ELISABETH MON' }, { depositor: 'Elisabeth Montgomery' }],
  ['a name with the bank’s own word', 'similar', { payer: '토스_김하늘' }, {}],
  ['a letter mistyped', 'similar', { payer: '김하눌' }, {}],
  ['another name', 'none', { payer: '박민준' }, {}],
  ['no name', 'none', { payer: '' }, {}],
  ['another name beside the number', 'number', { payer: '박민준', memo: 'ea 0123456789' }, {}],
  ['the number for a name, with letters for digits', 'number', { payer: 'EAO123456789' }, {}],
  ['the name and another sum', 'sum', { amount: 30_000 }, {}],
  ['the number and another sum', 'sum', { amount: 30_000, payer: 'EA0123456789' }, {}],
  ['a similar name and another sum', 'none', { amount: 30_000, payer: '김하눌' }, {}],
  ['money of the day before', 'none', { paidAt: new Date('2026-11-22T14:59:59Z') }, {}],
  ['money of the same day, said without a time', 'exact', { paidAt: new Date('2026-11-22T15:00:00Z') }, {}],
  ['a closed order', 'closed', {}, { status: 'expired' }],
  ['another sum for a closed order', 'none', { amount: 30_000 }, { status: 'expired' }],
  [
    'an order that was confirmed by hand afterwards',
    'confirmed',
    {},
    { status: 'shipped', paidAt: new Date('2026-11-23T09:00:00Z') },
  ],
  [
    'an order that was confirmed days before the money came',
    'none',
    {},
    { status: 'paid', placedAt: new Date('2026-11-20T03:00:00Z'), paidAt: new Date('2026-11-21T03:00:00Z') },
  ],
])('%s: %s', (_, verdict, of, for_) => {
  expect(both(of, for_)).toBe(verdict);
});

test('two orders of one name and sum are proposed in the order they were placed, and neither is certain', () => {
  const orders = [
    order({ number: 'EA-0000000002', placedAt: new Date('2026-11-23T04:00:00Z') }),
    order({ number: 'EA-0000000001' }),
  ];
  const { exact, likely } = proposalsFor([deposit({ id: 7 })], orders);
  expect(exact).toEqual([]);
  expect(likely.map((one) => [one.deposit.id, one.order.number, one.doubt])).toEqual([[7, 'EA-0000000001', 'several']]);
});

test('money that came twice for one order is proposed once', () => {
  const twice = [deposit({ id: 1 }), deposit({ id: 2, paidAt: new Date('2026-11-23T06:00:00Z') })];
  const { exact, likely, unmatched } = proposalsFor(twice, [order()]);
  expect([exact.length, likely.map(({ deposit: { id } }) => id), unmatched.map(({ id }) => id)]).toEqual([0, [1], [2]]);
});

test('a closed order of the same person does not make the next one doubtful', () => {
  const orders = [order({ number: 'EA-0000000001', status: 'expired' }), order()];
  expect(proposalsFor([deposit()], orders).exact.map((one) => one.order.number)).toEqual([NUMBER]);
});

const NAMES = ['김하늘', '김하눌', '한서진', '토스김하늘', 'June', ''];
const MOMENTS = ['2026-11-22T03:00:00Z', '2026-11-23T03:00:00Z', '2026-11-24T03:00:00Z'].map((iso) => new Date(iso));
const SUMS = [31_000, 30_000];
const NUMBERS = ['EA-0000000001', 'EA-0000000002', 'EA-0000000003', 'EA-0000000004', 'EA-0000000005'];

const deposits = fc
  .array(
    fc.record({
      payer: fc.constantFrom(...NAMES, ...NUMBERS),
      amount: fc.constantFrom(...SUMS),
      paidAt: fc.constantFrom(...MOMENTS),
      memo: fc.constantFrom('', ...NUMBERS),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((one, at) => deposit({ id: at + 1, ...one })));

const orders = fc
  .uniqueArray(
    fc.record({
      number: fc.constantFrom(...NUMBERS),
      recipient: fc.constantFrom('김하늘', '한서진'),
      depositor: fc.constantFrom(null, '김하늘', 'June'),
      total: fc.constantFrom(...SUMS),
      placedAt: fc.constantFrom(...MOMENTS),
      status: fc.constantFrom('pending' as const, 'paid' as const, 'expired' as const),
    }),
    { selector: ({ number }) => number, maxLength: 5 },
  )
  .map((all) => all.map((one) => order({ ...one, paidAt: one.status === 'paid' ? MOMENTS[2]! : null })));

test('no deposit is for two orders and no order for two deposits, whatever comes', () => {
  fc.assert(
    fc.property(deposits, orders, (came, awaited) => {
      const { exact, likely, unmatched } = proposalsFor(came, awaited);
      const proposed = [...exact, ...likely];
      const ids = [...proposed.map(({ deposit: { id } }) => id), ...unmatched.map(({ id }) => id)];
      expect(ids.sort((a, b) => a - b)).toEqual(came.map(({ id }) => id));
      expect(new Set(proposed.map(({ order: { number } }) => number)).size).toBe(proposed.length);
    }),
  );
});

test('what is exact is sum, name and time of one pending order that no other deposit and no other order shares', () => {
  fc.assert(
    fc.property(deposits, orders, (came, awaited) => {
      for (const { deposit: money, order: one, doubt } of proposalsFor(came, awaited).exact) {
        const fits = (of: Deposit, for_: AwaitedOrder): boolean =>
          of.amount === for_.total && depositorKey(of.payer) === depositorKey(for_.depositor ?? for_.recipient);
        const isLater = (of: Deposit, for_: AwaitedOrder): boolean => of.paidAt >= for_.placedAt;
        expect([doubt, one.status, fits(money, one), isLater(money, one)]).toEqual([null, 'pending', true, true]);
        const others = awaited.filter(
          (other) => other.status === 'pending' && fits(money, other) && isLater(money, other),
        );
        const rivals = came.filter((other) => fits(other, one) && isLater(other, one));
        expect([others.length, rivals.length]).toEqual([1, 1]);
      }
    }),
  );
});

test('the order in which they are read decides nothing', () => {
  fc.assert(
    fc.property(deposits, orders, (came, awaited) => {
      const told = ({ exact, likely }: Proposals): string[] =>
        [...exact, ...likely].map((one) => `${one.deposit.id} ${one.order.number} ${one.doubt}`).sort();
      expect(told(proposalsFor([...came].reverse(), [...awaited].reverse()))).toEqual(
        told(proposalsFor(came, awaited)),
      );
    }),
  );
});

test('a name is like another whichever is asked about, and like itself', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 2, maxLength: 6 }), fc.string({ maxLength: 6 }), (one, other) => {
      expect(areSimilar(one, one)).toBe(true);
      expect(areSimilar(one, other)).toBe(areSimilar(other, one));
    }),
  );
});

test('of many orders of one price each gets the money of its name', () => {
  const many = Array.from({ length: 300 }, (_, at) =>
    order({ number: `EA-${String(at).padStart(10, '0')}`, recipient: `받는이${at}` }),
  );
  const came = many.map(({ recipient }, at) => deposit({ id: at + 1, payer: recipient }));
  const { exact } = proposalsFor(came, many);
  expect(exact.map((one) => one.order.recipient)).toEqual(exact.map((one) => one.deposit.payer));
  expect(exact).toHaveLength(300);
});
