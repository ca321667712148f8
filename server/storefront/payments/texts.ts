/** The test provider's own words: it is another party, and speaks for itself. */
import type { Locale } from '../../i18n/locale';

const ko = {
  title: '시험 결제',
  brand: 'Test Payments',
  lead: '여기서는 돈이 나가지 않아요. 가게를 시험해 보는 결제 화면이에요.',
  payee: '받는 곳',
  order: '주문',
  amount: '금액',
  card: '카드 번호',
  cards: '쓸 수 있는 번호',
  paidCard: '승인돼요',
  declinedCard: '거절돼요',
  pay: '결제하기',
  cancel: '그만두고 가게로 돌아가기',
  wrongCard: '이 카드 번호는 몰라요. 아래 두 번호 가운데 하나를 적어 주세요.',
  over: { paid: '이미 결제했어요.', declined: '이미 거절된 결제예요.', cancelled: '이미 그만둔 결제예요.' },
  back: '가게로 돌아가기',
};

const en: typeof ko = {
  title: 'Test payment',
  brand: 'Test Payments',
  lead: 'No money moves here. This page exists to try the shop out.',
  payee: 'To',
  order: 'Order',
  amount: 'Amount',
  card: 'Card number',
  cards: 'Numbers that work',
  paidCard: 'is approved',
  declinedCard: 'is declined',
  pay: 'Pay',
  cancel: 'Leave and go back to the shop',
  wrongCard: 'We do not know this card number. Please enter one of the two below.',
  over: {
    paid: 'This has been paid already.',
    declined: 'This was declined already.',
    cancelled: 'This was cancelled already.',
  },
  back: 'Back to the shop',
};

export type TestProviderTexts = typeof ko;

export const TEXTS: Readonly<Record<Locale, TestProviderTexts>> = { ko, en };
