import { arrivalOf } from '../../../../server/store/delivery/arrival';
import { arrivalText, farText, pauseText, promiseText } from '../../../../server/store/delivery/words';
import { JEJU, RULE } from './rule';

const at = (text: string): Date => new Date(`${text}+09:00`);
const said = (now: string, isHers = true): string =>
  arrivalText(arrivalOf(at(now), RULE, null), 'ko', isHers ? at(now) : undefined);

test('today is called so where the page is made for one who looks at it now', () => {
  expect(said('2026-11-30T10:00')).toBe('오늘 14:00까지 결제하면 12월 1일(화)~12월 2일(수) 도착 예정이에요.');
  expect(said('2026-11-30T10:00', false)).toBe(
    '11월 30일(월) 14:00까지 결제하면 12월 1일(화)~12월 2일(수) 도착 예정이에요.',
  );
  expect(said('2026-12-05T10:00')).toBe('12월 7일(월) 14:00까지 결제하면 12월 8일(화)~12월 9일(수) 도착 예정이에요.');
});

test('the same in English, and a single day where the road always takes as long', () => {
  const arrival = arrivalOf(at('2026-11-30T10:00'), { ...RULE, transitMore: 0 }, null);
  expect(arrivalText(arrival, 'en', at('2026-11-30T10:00'))).toBe(
    'Pay by 14:00 Korean time today, and it should arrive Tue 1 Dec.',
  );
  expect(arrivalText(arrival, 'en')).toBe('Pay by 14:00 Korean time on Mon 30 Nov, and it should arrive Tue 1 Dec.');
  expect(promiseText({ from: '2026-12-31', until: '2027-01-04' }, 'en')).toBe('Thu 31 Dec – Mon 4 Jan');
});

test('what areas cost more is said from the least to the most, and whether it falls away', () => {
  expect(farText(RULE, 'ko')).toBe('제주·도서산간은 배송비가 ₩3,000 더 들어요.');
  const two = { ...RULE, areas: [JEJU, { ...JEJU, fee: 5_000 }, { ...JEJU, fee: 0 }] };
  expect(farText(two, 'ko')).toBe('제주·도서산간은 배송비가 ₩3,000~₩5,000 더 들어요.');
  expect(farText({ ...two, areasWhenFree: 'free' }, 'en')).toBe(
    'Delivery to Jeju and the islands costs ₩3,000~₩5,000 more, unless it is free.',
  );
});

test('nothing is said where nothing costs more', () => {
  expect(farText({ ...RULE, areas: [] }, 'ko')).toBeNull();
  expect(farText({ ...RULE, areas: [{ ...JEJU, fee: 0 }] }, 'ko')).toBeNull();
  expect(farText({ ...RULE, fee: 0, areasWhenFree: 'free' }, 'ko')).toBeNull();
  expect(farText({ ...RULE, fee: 0 }, 'ko')).not.toBeNull();
});

test('a pause is told from seven days before it to its last day, with the day when parcels leave again', () => {
  const pauses = [
    { id: 1, fromDay: '2026-12-24', untilDay: '2026-12-31', wordsKo: '겨울 휴가예요.', wordsEn: 'Winter holidays.' },
  ];
  const rule = { holidays: new Set(['2027-01-01']), pauses };
  const sentence =
    '겨울 휴가예요. 12월 24일(목)~12월 31일(목)에는 쉬어요. 그동안 들어온 주문은 1월 4일(월)부터 보내요.';
  for (const day of ['2026-12-17T00:00', '2026-12-24T12:00', '2026-12-31T23:59']) {
    expect(pauseText(rule, at(day), 'ko')).toBe(sentence);
  }
  for (const day of ['2026-12-16T23:59', '2027-01-01T00:00']) expect(pauseText(rule, at(day), 'ko')).toBeNull();
  expect(pauseText(rule, at('2026-12-20T12:00'), 'en')).toBe(
    'Winter holidays. We are closed Thu 24 Dec – Thu 31 Dec. Orders placed meanwhile are sent from Mon 4 Jan.',
  );
});
