import { randomBytes } from 'node:crypto';
import { createRequestIds } from '../../../server/edge/request-id';

test('requests get short names of a form the shop accepts, and never the same twice', () => {
  const next = createRequestIds(randomBytes);
  const ids = Array.from({ length: 10_000 }, next);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{12}$/);
});
