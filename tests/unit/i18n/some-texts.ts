/** A few texts, and what the compiler refuses to do with them: `npm run types` fails where one of it is no error. */
import { createTranslations, type Coded, type Translate } from '../../../server/i18n/translate';

export const ko = {
  shop: {
    title: '가게',
    bottles: '{{count}}병',
    sent: { by: '{{carrier}}로 {{day}}에 보냈어요.', not: '아직 보내지 않았어요.' },
  },
} as const;
export const en = {
  shop: {
    title: 'Shop',
    bottles: { one: 'one bottle', other: '{{count}} bottles' },
    sent: { by: 'Sent on {{day}} with {{carrier}}.', not: 'Not sent yet.' },
  },
};

/** Nobody calls it. */
export const wrong = (
  text: Translate<typeof ko>,
  way: 'by' | 'not',
  coded: (...given: Coded<typeof ko.shop.sent>) => void,
): unknown[] => [
  // @ts-expect-error a key without a text
  text('shop:tilte'),
  // @ts-expect-error a group is no text
  text('shop:sent'),
  // @ts-expect-error a key of any words
  text(`shop:${way.slice(1)}`),
  // @ts-expect-error a gap without a value
  text('shop:bottles'),
  // @ts-expect-error one of two
  text('shop:sent.by', { day: 1 }),
  // @ts-expect-error a value without a gap
  text('shop:bottles', { count: 1, day: 1 }),
  // @ts-expect-error one of the keys has gaps
  text(`shop:sent.${way}`),
  text(`shop:sent.${way}`, { day: 1, carrier: '' }),
  // @ts-expect-error a code without its values
  coded('by'),
  coded('by', { day: 1, carrier: '' }),
  // @ts-expect-error English lacks a text
  createTranslations({ ko: { shop: { title: '', more: '' } }, en: { shop: { title: '' } } }),
  // @ts-expect-error Korean lacks a text
  createTranslations({ ko: { shop: { title: '' } }, en: { shop: { title: '', more: '' } } }),
  // @ts-expect-error what knows less is not enough
  wrong(createTranslations({ ko: { shop: { title: '' } }, en: { shop: { title: '' } } })('ko'), way, coded),
];
