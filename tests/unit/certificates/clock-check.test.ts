import { createClockCheck } from '../../../server/certificates/clock-check';
import { CLOCK_OFF } from '../../../server/health/faults/host';
import { sentencesOf } from '../../../server/health/judge';
import { createManualClock, NOW } from './support/temporary';

const compare = (offsetMs: number, headers: Record<string, string> = {}): string | null => {
  const check = createClockCheck(createManualClock());
  const date = new Date(NOW.getTime() - offsetMs).toUTCString();
  check.note('https://ca.test/dir', { date, ...headers }, NOW);
  const latest = check.latest();
  return sentencesOf({ clocks: latest ? [latest] : [] }, [CLOCK_OFF])[0] ?? null;
};

test('the comparison of clocks tells one that is minutes off, and which way', () => {
  expect(compare(3_600_000)).toContain('60 min ahead of that of ca.test');
  expect(compare(-90_000)).toContain('2 min behind that of ca.test');
});

test('it lets pass what a slow answer can explain', () => {
  expect(compare(59_000)).toBeNull();
  expect(compare(-59_000)).toBeNull();
});

test('it believes no answer out of a cache, and none without a date', () => {
  expect(compare(3_600_000, { age: '3600' })).toBeNull();
  expect(compare(3_600_000, { date: 'yesterday' })).toBeNull();
});
