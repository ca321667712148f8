import { soughtWords } from '../../../server/values/sought';

test.each([
  ['이서연', '이서연'],
  ['이 서연', '이서연'],
  ['EA-7Q0W 1XK2', 'EA7Q0W1XK2'],
  ['010-9999-0001', '01099990001'],
  ['+82 10 9999 0001', '01099990001'],
  ['+82 (0)10-9999', '0109999'],
  ['0082', '0082'],
  ['(02) 123.4567', '021234567'],
  ['９９９９－０００１', '99990001'],
  ['a_b%', 'a_b%'],
  ['이', '\n이'],
  ['𠮷', '\n𠮷'],
  ['7', '\n7'],
])('%j is looked for as %j', (typed, words) => {
  expect(soughtWords(typed)).toBe(words);
});

test.each(['', ' ', '-', '- -', '()', '+'])('%j finds nothing', (typed) => {
  expect(soughtWords(typed)).toBeNull();
});
