import { Questions } from '../../../../server/edge/cache/questions';

test('while changes may be missed only a young question is shared, and after a change none is', () => {
  let nowMs = 0;
  const questions = new Questions<string>({
    hasRoomFor: () => true,
    missesNothing: () => false,
    nowMs: () => nowMs,
  });
  const isShared = (afterMs: number): boolean => {
    nowMs += afterMs;
    return questions.ask('/', 'a', () => new Promise(() => undefined)).shared;
  };
  expect([0, 499, 1, 0].map(isShared)).toEqual([false, true, false, true]);
  questions.breakOff();
  expect(isShared(0)).toBe(false);
});
