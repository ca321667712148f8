import { nextAskAt } from '../../../../server/store/payments/schedule';

const SINCE = new Date('2026-11-23T03:00:00Z');
const after = (seconds: number) => new Date(SINCE.getTime() + seconds * 1_000);

test('what is unknown is asked about at 5 s, 30 s, 2, 10, 30 and 60 minutes, and then every hour', () => {
  const asked: number[] = [];
  for (let now = SINCE; asked.length < 9;) {
    now = nextAskAt(SINCE, now);
    asked.push((now.getTime() - SINCE.getTime()) / 1_000);
  }
  expect(asked).toEqual([5, 30, 120, 600, 1_800, 3_600, 7_200, 10_800, 14_400]);
});

test('what was missed while nobody was there is not caught up with', () => {
  expect(nextAskAt(SINCE, after(700))).toEqual(after(1_800));
  expect(nextAskAt(SINCE, after(40_000))).toEqual(after(43_600));
});
