/**
 * Toss Payments, for tests: its API by its documentation, on a port of its own, with a clock that a test moves. What
 * buyers, banks and Toss' own desk do is called here; what goes wrong is said by {@link TossFake.next}.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestClock, type TestClock } from '../clock';
import { failDeposit, payInto } from './accounts';
import { createBooks } from './books';
import { takeBack } from './cancels';
import { createCashReceipts } from './cash-receipts';
import type { LedgerWays } from './ledger';
import type { FakePayment, Means, TossShop } from './model';
import { createRoutes } from './routes';
import type { Step, TossCallName } from './scripts';
import { startServer } from './server';
import { authenticate, CARD, openWindow } from './window';

export const TOSS_SHOP: TossShop = {
  mId: 'tfakeshop',
  environment: 'test',
  clientKey: 'test_ck_fakeshopclientkey01',
  secretKeys: ['test_sk_fakeshopsecretkey01'],
  version: '2022-11-16',
};

export interface TossFakeOptions {
  readonly clock?: TestClock;
  /** The first is the one that a test's windows and deposits belong to. */
  readonly shops?: readonly [TossShop, ...TossShop[]];
  readonly callsPerMinute?: number | null;
  /** How many numbers of virtual accounts there are. */
  readonly accountNumbers?: number;
  readonly ledgerWays?: Partial<LedgerWays>;
  /** Who holds an account, by its number: Toss refuses refunds to another name. */
  readonly holders?: ReadonlyMap<string, string>;
}

export type TossFake = Awaited<ReturnType<typeof startTossFake>>;

export async function startTossFake(options: TossFakeOptions = {}) {
  const clock = options.clock ?? createTestClock();
  const shops = options.shops ?? [{ ...TOSS_SHOP, secretKeys: [...TOSS_SHOP.secretKeys] }];
  const [shop] = shops;
  const books = createBooks(clock);
  const receipts = createCashReceipts(clock, books.nextKey);
  let url = '';
  const server = await startServer({
    ...{ clock, shops, callsPerMinute: options.callsPerMinute ?? null },
    routes: createRoutes({
      ...{ books, receipts, holders: options.holders ?? new Map<string, string>() },
      ...{ accountNumbers: options.accountNumbers ?? 1000 },
      ledgerWays: { cancelSign: 1, isEndIncluded: true, ...options.ledgerWays },
      checkoutUrl: ({ paymentKey }) => `${url}/v1/payments/${paymentKey}/checkout`,
    }),
  });
  ({ url } = server);

  /** As Toss' script does it, from the data of our page. */
  const open = (data: Readonly<Record<string, unknown>>): FakePayment => openWindow(books, shop, data);

  const usual = (orderId: string, amount: number) => ({
    ...{ method: 'CARD', orderId, amount, orderName: '향수' },
    ...{ successUrl: 'https://shop.example/', failUrl: 'https://shop.example/' },
  });

  return {
    url,
    clock,
    shop,
    clientKey: shop.clientKey,
    secretKey: shop.secretKeys[0] ?? '',
    close: server.close,

    /** Every call, oldest first. */
    journal: server.journal,
    calls: (call: TossCallName) => server.journal.filter((entry) => entry.call === call),
    /** Until there has been one. */
    async called(call: TossCallName): Promise<void> {
      while (!server.journal.some((entry) => entry.call === call)) await sleep(5);
    },
    /** What the next call of that kind meets; about that order, if one is named. */
    next: (call: TossCallName, step: Step, orderId?: string) => server.scripts.add(call, step, orderId),
    stepsLeft: () => server.scripts.left(),

    payment: (orderId: string) => books.ofTest(orderId),
    payments: books.payments,
    ledger: books.ledger,
    receipts: receipts.receipts,
    /** How often money was taken for it. */
    captures: (orderId: string) =>
      books.ledger.filter(({ payment, status }) => payment.orderId === orderId && status === 'DONE').length,
    /** How much of it went back. */
    givenBack: (orderId: string) => books.ofTest(orderId).cancels.reduce((total, { amount }) => total + amount, 0),

    open,
    /** The buyer says yes in the window, which is opened for her if it isn't. */
    authenticate(orderId: string, amount: number, means?: Means): { readonly paymentKey: string } {
      const opened = books.payments.find((one) => one.orderId === orderId && one.status === 'READY');
      const payment = opened ?? open(usual(orderId, amount));
      books.byKey(shop, payment.paymentKey);
      authenticate(books, payment, means);
      return { paymentKey: payment.paymentKey };
    },
    /** She closes it instead: Toss tells nobody, and sends her to our page of failures, mostly without the order. */
    closeWindow: (): Readonly<Record<string, string>> => ({
      code: 'PAY_PROCESS_CANCELED',
      message: '사용자에 의해 결제가 취소되었습니다.',
    }),
    /** Her bank will say no, or Toss. */
    declines: (orderId: string, code: string, status = 403) => void (books.ofTest(orderId).declines = { status, code }),

    /** @returns false where the bank sends it back */
    deposit(orderId: string, { amount, name }: { readonly amount?: number; readonly name?: string } = {}): boolean {
      const { account, amount: asked } = books.ofTest(orderId);
      return payInto(books, account?.number ?? '', amount ?? asked, name ?? account?.customerName ?? '');
    },
    /** The bank takes a deposit back. */
    depositFails: (orderId: string) => failDeposit(books, books.ofTest(orderId)),
    /** What goes back by a transfer won't arrive, as Toss will say in two days. */
    refundsFail: (orderId: string) => void (books.ofTest(orderId).refundsFail = true),

    /** Somebody gives money back at Toss' own desk. */
    refundAtDesk: (orderId: string, amount: number) => takeBack(books, books.ofTest(orderId), amount, '대시보드 취소'),
    /** Somebody takes money there, for an order that the shop doesn't know. */
    takeAtDesk(orderId: string, amount: number): void {
      books.approve(books.add({ shop, orderId, orderName: '수기 결제', amount, means: CARD, status: 'IN_PROGRESS' }));
    },

    /** What Toss has to tell, oldest first. Nothing is sent by itself: see `deliveryOf` and `sendTo`. */
    events: books.events,
  };
}
