import { Questions } from '../../../../server/edge/cache/questions';
import { deferred } from './support';

function asking(options: { readonly missesNothing: boolean }) {
  const busy = new Set<string>();
  let nowMs = 0;
  const questions = new Questions<string>({
    hasRoomFor: (block) => !busy.has(block),
    missesNothing: () => options.missesNothing,
    nowMs: () => nowMs,
  });
  const answers: ReturnType<typeof deferred<string>>[] = [];
  const ask = (block = 'a') =>
    questions.ask('/', block, () => {
      const answer = deferred<string>();
      answers.push(answer);
      return answer.promise;
    });
  return { questions, ask, answers, busy, pass: (ms: number) => void (nowMs += ms) };
}

test('an answer on its way is for all who ask meanwhile, and for nobody who asks after it', async () => {
  const { ask, answers, pass } = asking({ missesNothing: true });
  const first = ask();
  pass(10_000);
  expect(ask('b')).toEqual({ asking: first.asking, shared: true });
  answers[0]!.resolve('v1');
  await first.asking;
  expect([ask().shared, answers.length]).toEqual([false, 2]);
});

test('while changes may be missed only a young question is shared, and after a change none is', () => {
  const { questions, ask, pass } = asking({ missesNothing: false });
  const shared = [ask(), (pass(499), ask()), (pass(1), ask()), ask()].map((asked) => asked.shared);
  expect(shared).toEqual([false, true, false, true]);
  questions.breakOff();
  expect(ask().shared).toBe(false);
});
