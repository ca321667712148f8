import { createTranslations } from '../../../server/i18n/translate';
import { en, ko } from './some-texts';

const translateTo = createTranslations({ ko, en });

test('a text is found by its key, in each language', () => {
  expect(translateTo('ko')('shop:title')).toBe('가게');
  expect(translateTo('en')('shop:sent.not')).toBe('Not sent yet.');
});

test('its gaps are filled, and nothing in what fills them is one', () => {
  const values = { carrier: '{{day}}', day: 3 };
  expect(translateTo('ko')('shop:sent.by', values)).toBe('{{day}}로 3에 보냈어요.');
  expect(translateTo('en')('shop:sent.by', values)).toBe('Sent on 3 with {{day}}.');
});

test.each([
  [0, '0병', '0 bottles'],
  [1, '1병', 'one bottle'],
  [21, '21병', '21 bottles'],
])('of %i it says %s and %s', (count, korean, english) => {
  expect(translateTo('ko')('shop:bottles', { count })).toBe(korean);
  expect(translateTo('en')('shop:bottles', { count })).toBe(english);
});

test('a key that has no text is refused, at the latest when it is asked for', () => {
  const text = translateTo('en') as (key: string) => string;
  expect(() => text('shop:tilte')).toThrow('no en text for shop:tilte');
  expect(() => text('shop:sent')).toThrow('no en text for shop:sent');
});
