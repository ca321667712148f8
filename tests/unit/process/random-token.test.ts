import { makeToken, tokenHash } from '../../../server/process/random-token';

test('tokens are 256 random bits, and only what looks like one is looked up', () => {
  const made = Array.from({ length: 100 }, makeToken);
  const tokens = made.map(({ token }) => token);
  for (const { token, hash } of made) expect(tokenHash(token)).toEqual(hash);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(tokenHash(token)).toHaveLength(32);
  }
  for (const other of ['', 'x', `${tokens[0]!}=`, ` ${tokens[0]!}`, `${tokens[0]!.slice(0, -1)}%`]) {
    expect(tokenHash(other)).toBeNull();
  }
});
