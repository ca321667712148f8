/** Toss' payment window: by its script on a page of ours, or by an address that Toss gives. */
import type { AttemptStart, Outcome, Started } from '../provider';
import { pathOf, type TossClient } from './client';
import { paymentAnswer } from './payment';

/** What the buyer has chosen at our checkout. A wallet opens directly; `card` shows cards and wallets. */
export type WindowMethod = 'card' | 'kakao-pay' | 'naver-pay' | 'tosspay';

const WALLETS: Readonly<Record<Exclude<WindowMethod, 'card'>, string>> = {
  'kakao-pay': 'KAKAOPAY',
  'naver-pay': 'NAVERPAY',
  tosspay: 'TOSSPAY',
};

/** There is no method of its own for wallets. */
const flowOf = (method: WindowMethod) =>
  method === 'card' ? { flowMode: 'DEFAULT' } : { flowMode: 'DIRECT', easyPay: WALLETS[method] };

export const nameForToss = (name: string): string => Array.from(name).slice(0, 50).join('');

/** Nothing is asked of Toss: its script does, in the browser. The same attempt always gives the same data. */
export const startOnPage = (clientKey: string, method: WindowMethod, attempt: AttemptStart): Outcome<Started> => ({
  kind: 'done',
  value: {
    kind: 'page',
    data: {
      clientKey,
      // Whoever has another's key sees her stored cards: each attempt is a stranger.
      customerKey: attempt.id,
      orderId: attempt.id,
      orderName: nameForToss(attempt.orderName),
      amount: attempt.amount,
      currency: attempt.currency,
      successUrl: attempt.returnUrl,
      failUrl: attempt.returnUrl,
      method: 'CARD',
      ...flowOf(method),
    },
  },
});

/** @param to `name`: the method as Toss calls it, `CARD` or 카드 */
export async function startOnServer(
  client: TossClient,
  to: { readonly method: WindowMethod; readonly name: string; readonly baseUrl: string },
  attempt: AttemptStart,
): Promise<Outcome<Started>> {
  const answer = await client.post({
    path: pathOf('payments'),
    key: `start:${attempt.id}`,
    answer: paymentAnswer,
    body: {
      method: to.name,
      amount: attempt.amount,
      orderId: attempt.id,
      orderName: nameForToss(attempt.orderName),
      successUrl: attempt.returnUrl,
      failUrl: attempt.returnUrl,
      ...flowOf(to.method),
    },
  });
  if (answer.kind !== 'done') return answer;
  const url = answer.value.checkout?.url ?? '';
  if (!isOfToss(url, to.baseUrl)) return { kind: 'unknown', code: 'NO_CHECKOUT' };
  return { kind: 'done', value: { kind: 'redirect', url, reference: answer.value.paymentKey } };
}

/** The buyer is sent there. */
function isOfToss(url: string, baseUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, origin, hostname } = new URL(url);
  return origin === new URL(baseUrl).origin || (protocol === 'https:' && hostname.endsWith('.tosspayments.com'));
}
