import fc from 'fast-check';
import type { RateLimiter } from '../../../server/web/rate-limit';
import { guessesAt, guessing } from '../../../server/web/sign-in-limits';

const browser = { address: '10.0.0.1', asker: 'browser abc', knows: 'browser' } as const;
const address = { address: '10.0.0.1', asker: '10.0.0.1', knows: 'address' } as const;
const unknown = { address: '10.0.0.1', asker: '10.0.0.1', knows: null } as const;
const keys = (place: Parameters<typeof guessesAt>[0], email = 'her@example.com') =>
  guessesAt(place, email).map(({ limit, of }) => `${limit}: ${of}`);

test('a known browser is counted for itself alone', () => {
  expect(keys(browser)).toEqual([
    'signInAccount: browser abc her@example.com',
    'signInAccountDay: browser abc her@example.com',
  ]);
});

test('a known address is counted for itself, and as an address of many accounts', () => {
  expect(keys(address)).toEqual([
    'signInAddress: 10.0.0.1',
    'signInAccount: 10.0.0.1 her@example.com',
    'signInAccountDay: 10.0.0.1 her@example.com',
  ]);
});

test('places that are not known share one count of an account, after their own: one alone does not use it up', () => {
  expect(keys(unknown)).toEqual([...keys(address), 'signInUnknown: her@example.com']);
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

describe('a guess', () => {
  const limiterOf = (refused: string | null) => {
    const counted: string[] = [];
    const limiter: RateLimiter<string> = {
      take: (attempts) => {
        counted.push(...attempts.map(({ limit }) => limit));
        const isRefused = attempts.some(({ limit }) => limit === refused);
        return Promise.resolve(isRefused ? { limit: refused!, waitSeconds: 60 } : null);
      },
      giveBack: (attempts) => Promise.resolve(void counted.splice(0, attempts.length)),
    };
    return { counted, limiter };
  };
  const guess = { place: unknown, email: 'her@example.com' };

  test('too many from places that are not known are told to her mailbox, any other is not', async () => {
    const mail = jest.fn(() => Promise.resolve());
    const outcome = (refused: string) =>
      guessing(limiterOf(refused).limiter, { ...guess, mail }, () => Promise.reject(new Error('nothing is done')));
    expect(await outcome('signInAccount')).toEqual({ limit: 'signInAccount', waitSeconds: 60 });
    expect(mail).not.toHaveBeenCalled();
    expect(await outcome('signInUnknown')).toEqual({ limit: 'signInUnknown', waitSeconds: 60, isGuessed: true });
    expect(mail).toHaveBeenCalledTimes(1);
  });
});
