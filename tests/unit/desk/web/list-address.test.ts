import { listAddress, pageOf } from '../../../../server/desk/web/list-address';

test("a list's address says what narrows it, and nothing that is empty", () => {
  expect(listAddress('/admin/stock', { q: '비 & rain', view: '', house: null, after: 7, before: undefined })).toBe(
    '/admin/stock?q=%EB%B9%84+%26+rain&after=7',
  );
  expect(listAddress('/admin/stock', { q: null })).toBe('/admin/stock');
});

test.each([
  [[], []],
  [
    [1, 2],
    [1, 2],
  ],
])('a page of two that are all there are, %j, is the last', (found, shown) => {
  expect(pageOf(found, 2)).toEqual({ shown });
});

test('one more than a page says where the next one begins, and is not shown', () => {
  expect(pageOf([1, 2, 3], 2)).toEqual({ shown: [1, 2], last: 2 });
});
