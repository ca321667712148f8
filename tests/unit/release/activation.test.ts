import { createSteps } from '../../../server/process/steps';
import { activate, describeOutcome, exitCodeOf, type ActivationActions } from '../../../server/release/activation';

const THREE = ['jobs', 'shop', 'edge'];
let apps: Record<string, readonly string[]>;
beforeEach(() => {
  apps = { new: THREE, old: THREE };
});

/** @param failing what fails, as it appears among what is done */
async function run(previous: string | null, ...failing: readonly string[]) {
  const running = new Set(previous === null ? [] : apps[previous]);
  const done: string[] = [];
  const act = (what: string): Promise<string> => {
    done.push(what);
    return failing.includes(what) ? Promise.reject(new Error(`no ${what}`)) : Promise.resolve('well');
  };
  const silent = async (what: string): Promise<void> => void (await act(what));
  const actions: ActivationActions = {
    preparations: ['migrations', 'canary'].map((name) => ({ name, run: () => act(name) })),
    switchTo: (id) => silent(`switch ${id}`),
    withdraw: () => silent('withdraw'),
    appsOf: (id) => apps[id] ?? [],
    bringOver(app, id) {
      running.add(app);
      return act(`${app} ${id}`);
    },
    gate: (id) => act(`gate ${id}`),
    appsBeyond: (id) => Promise.resolve([...running].filter((app) => !apps[id]?.includes(app))),
    async remove(app) {
      await act(`remove ${app}`);
      running.delete(app);
    },
    markLive: (id) => silent(`live ${id}`),
    prune: (id) => act(`prune ${id}`),
  };
  let printed = '';
  const steps = createSteps({ write: (text: string) => (printed += text) }, new AbortController().signal);
  const outcome = await activate({ id: 'new', previous }, actions, steps);
  return { outcome, done, printed };
}

const PREPARED = ['migrations', 'canary'];
const over = (id: string): string[] => [`switch ${id}`, `jobs ${id}`, `shop ${id}`, `edge ${id}`, `gate ${id}`];

test('a good release is prepared, switched to, brought over app by app, gated, and then old ones go', async () => {
  const { outcome, done, printed } = await run('old');
  expect(outcome).toEqual({ kind: 'live' });
  expect(done).toEqual([...PREPARED, ...over('new'), 'live new', 'prune new']);
  expect(printed).toMatch(/✓ canary +well \d+\.\d s/);
  expect(exitCodeOf(outcome)).toBe(0);
});

test.each(PREPARED)('when %s fails nothing that runs is touched', async (step) => {
  const { outcome, done } = await run('old', step);
  expect(outcome).toEqual({ kind: 'refused', step, reason: `no ${step}` });
  expect(done).toEqual(PREPARED.slice(0, PREPARED.indexOf(step) + 1));
  expect(describeOutcome('new', outcome)).toContain('What runs was not touched');
  expect(exitCodeOf(outcome)).toBe(1);
});

test.each(over('new'))('when "%s" fails the release before comes back whole, and is gated', async (failing) => {
  const { outcome, done } = await run('old', failing);
  const step = String(failing.split(' ')[0]);
  expect(outcome).toEqual({ kind: 'rolled-back', step, reason: `no ${failing}`, to: 'old' });
  expect(done).toEqual([...PREPARED, ...over('new').slice(0, over('new').indexOf(failing) + 1), ...over('old')]);
  expect(describeOutcome('new', outcome)).toContain('old serves again');
  expect(exitCodeOf(outcome)).toBe(1);
});

test('when the first release of all fails there is nothing to go back to, and it is taken away', async () => {
  const { outcome, done } = await run(null, 'gate new');
  expect(outcome).toMatchObject({ kind: 'withdrawn', step: 'gate' });
  expect(done).toEqual([...PREPARED, ...over('new'), 'withdraw']);
  expect(exitCodeOf(outcome)).toBe(1);
});

test('when the way back fails too, both reasons are told, and the exit code is another', async () => {
  const { outcome } = await run('old', 'gate new', 'shop old');
  expect(outcome).toMatchObject({ kind: 'broken', step: 'gate', back: { step: 'shop', reason: 'no shop old' } });
  expect(describeOutcome('new', outcome)).toMatch(/The shop may be down[^]*no gate new[^]*no shop old/);
  expect(exitCodeOf(outcome)).toBe(2);
});

test('a current release that is activated again and fails is left where it is', async () => {
  const { outcome, done } = await run('new', 'shop new');
  expect(outcome).toMatchObject({ kind: 'broken', step: 'shop' });
  expect(done).not.toContain('withdraw');
});

test('what can not be tidied up makes no live release a failed one', async () => {
  const { outcome } = await run('old', 'prune new');
  expect(outcome).toEqual({ kind: 'live' });
});

describe('releases that run different apps', () => {
  beforeEach(() => {
    apps = { new: ['mailer', 'shop', 'edge'], old: ['jobs', 'shop', 'edge'] };
  });
  const toNew = ['switch new', 'mailer new', 'shop new', 'edge new', 'gate new'];
  const toOld = ['switch old', 'jobs old', 'shop old', 'edge old', 'gate old'];

  test('what the new one has not is removed once it is live, and not before', async () => {
    const { outcome, done } = await run('old');
    expect(outcome).toEqual({ kind: 'live' });
    expect(done).toEqual([...PREPARED, ...toNew, 'live new', 'remove jobs', 'prune new']);
  });

  test.each(['shop new', 'gate new'])(
    'when "%s" fails all of the old one comes back, and what only the failed one has is removed',
    async (failing) => {
      const { outcome, done } = await run('old', failing);
      expect(outcome).toMatchObject({ kind: 'rolled-back', to: 'old' });
      expect(done).toEqual([...PREPARED, ...toNew.slice(0, toNew.indexOf(failing) + 1), ...toOld, 'remove mailer']);
    },
  );

  test('what can not be removed is told, and makes no live release a failed one', async () => {
    const { outcome, printed } = await run('old', 'remove jobs');
    expect(outcome).toEqual({ kind: 'live' });
    expect(printed).toContain("what new doesn't name runs on; the next deploy tries again: no remove jobs");
  });
});
