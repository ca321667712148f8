import fc from 'fast-check';
import { guessesAt } from '../../../server/web/sign-in-limits';

const LIMITS = { address: 'address', account: 'account', accountDay: 'day', unknown: 'unknown', told: 'told' } as const;
const browser = { address: '10.0.0.1', asker: 'browser abc', knows: 'browser' } as const;
const address = { address: '10.0.0.1', asker: '10.0.0.1', knows: 'address' } as const;
const unknown = { address: '10.0.0.1', asker: '10.0.0.1', knows: null } as const;
const keys = (place: Parameters<typeof guessesAt>[0], email = 'her@example.com') =>
  guessesAt(place, email, LIMITS).map(({ limit, of }) => `${limit}: ${of}`);

test('a known browser is counted for itself alone', () => {
  expect(keys(browser)).toEqual(['account: browser abc her@example.com', 'day: browser abc her@example.com']);
});

test('a known address is counted for itself, and as an address of many accounts', () => {
  expect(keys(address)).toEqual([
    'address: 10.0.0.1',
    'account: 10.0.0.1 her@example.com',
    'day: 10.0.0.1 her@example.com',
  ]);
});

test('places that are not known share one count of an account, after their own: one alone does not use it up', () => {
  expect(keys(unknown)).toEqual([...keys(address), 'unknown: her@example.com']);
});

test('whatever strangers do, they never count where she has been before', () => {
  const place = fc.record({ address: fc.ipV4(), knows: fc.constant(null) });
  fc.assert(
    fc.property(fc.array(place), (strangers) => {
      const theirs = strangers.flatMap((one) => keys({ ...one, asker: one.address }));
      for (const hers of keys(browser)) expect(theirs).not.toContain(hers);
    }),
  );
});
