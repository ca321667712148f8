import { WaitingLines } from '../../../server/edge/waiting-lines';

function linesOf(...names: string[]) {
  const lines = new WaitingLines<{ readonly block: string; readonly name: string }>();
  const all = names.map((name) => ({ block: name[0]!, name }));
  for (const one of all) lines.add(one);
  const next = (take = (_name: string) => true) => lines.takeFirst(({ name }) => take(name))?.name;
  return { lines, all, next };
}

test('lines are served in turn, each from its front', () => {
  const { lines, next } = linesOf('a1', 'a2', 'a3', 'b1', 'c1', 'c2');
  expect([next(), next(), next(), next(), next(), next(), next()]).toEqual([
    'a1',
    'b1',
    'c1',
    'a2',
    'c2',
    'a3',
    undefined,
  ]);
  expect(lines.size).toBe(0);
});

test('who can’t be taken stays where it is, and who has left is not counted', () => {
  const { lines, all, next } = linesOf('a1', 'a2', 'b1');
  expect(next((name) => name === 'a2')).toBe('a2');
  lines.delete(all[2]!);
  lines.delete(all[2]!);
  expect([lines.size, next(), next()]).toEqual([1, 'a1', undefined]);
});

test('the last of the longest line is found for whose own line is shorter', () => {
  const { lines } = linesOf('a1', 'a2', 'b1', 'b2', 'b3');
  expect(lines.lastOfLongerThan('a')?.name).toBe('b3');
  expect(lines.lastOfLongerThan('b')).toBeNull();
  expect(new WaitingLines().lastOfLongerThan('a')).toBeNull();
});
