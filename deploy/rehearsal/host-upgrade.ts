/** A release brings other files of the machine itself; its operator puts them to use, and goes back. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSteps } from '../../server/process/steps';
import { deliver } from '../../server/release/delivery';
import { upgradeHost } from '../../server/release/host-upgrade';
import { ask } from './customer';
import { type Deploys } from './deploys';
import { type Machine } from './machine';
import { CHANGED_HOST_FILES, packAgain, transportTo } from './releases';
import { type Report } from './report';

const ASK_MS = 100;

export async function rehearseHostUpgrade(report: Report, { machine, shop, artefact }: Deploys): Promise<void> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'rehearsal-'));
  try {
    const packed = await packAgain(artefact, 'other files of the host', scratch);
    const terminal = { write: (text: string) => report.note(text.trimEnd()) };
    await deliver(packed, transportTo(machine), createSteps(terminal, new AbortController().signal));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const before = await stateOf(machine);
  const upgrade = (back: boolean) =>
    upgradeHost({ transport: transportTo(machine), back, tell: report.note, confirm: () => Promise.resolve() });

  const watch = watchShop(() => ask(shop, { path: '/', timeoutMs: 2_000 }));
  await upgrade(false);
  const away = await watch.stop();
  const after = await stateOf(machine);
  const takenOver = [...after.values()].join(' ') === 'there there gone';
  report.find('files of the host, taken over', `${told(after)}; the shop was away for ${away.toFixed(1)} s`, takenOver);

  const said: string[] = [];
  await upgradeHost({
    transport: transportTo(machine),
    back: false,
    tell: (line) => said.push(line),
    confirm: () => Promise.reject(new Error('it found something to change')),
  });
  await upgrade(true);
  const back = await stateOf(machine);
  report.find('files of the host, given back', told(back), told(back) === told(before));
}

async function stateOf(machine: Machine): Promise<ReadonlyMap<string, string>> {
  const state = new Map<string, string>();
  for (const { file, marked } of CHANGED_HOST_FILES) {
    const test = marked ? `grep -q rehearsed '${file}'` : `test -e '${file}'`;
    const { code } = await machine.run(test, { what: `a look at ${file}`, seconds: 20 });
    state.set(path.posix.basename(file), code === 0 ? 'there' : 'gone');
  }
  return state;
}

const told = (state: ReadonlyMap<string, string>): string =>
  [...state].map(([file, what]) => `${file} ${what}`).join(', ');

/** @returns for how many seconds, all in all, it gave no page */
function watchShop(look: () => Promise<{ readonly status: number }>): { stop(): Promise<number> } {
  const stopping = new AbortController();
  const isOver = (): boolean => stopping.signal.aborted;
  const watching = (async () => {
    let away = 0;
    while (!isOver()) {
      const startedAtMs = performance.now();
      const served = await look().then(
        ({ status }) => status === 200,
        () => false,
      );
      await sleep(ASK_MS);
      if (!served) away += performance.now() - startedAtMs;
    }
    return away / 1_000;
  })();
  return {
    stop() {
      stopping.abort();
      return watching;
    },
  };
}
