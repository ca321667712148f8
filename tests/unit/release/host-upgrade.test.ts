import { refreshHost, upgradeHost } from '../../../server/release/host-upgrade';
import type { Transport } from '../../../server/release/transport';

const COMMAND = '/usr/local/sbin/essence-aura-upgrade-host';

function machineThatSays(plan: readonly string[]) {
  const ran: (readonly string[])[] = [];
  let ended = 0;
  const transport: Transport = {
    target: 'host',
    put: () => Promise.reject(new Error('nothing is uploaded')),
    run(command, onLine) {
      ran.push(command);
      for (const line of command.includes('--plan') ? plan : ['done']) onLine(line);
      return Promise.resolve();
    },
    end: () => Promise.resolve(void (ended += 1)),
  };
  return { transport, ran, ended: () => ended };
}

const DIFFERS = ['The files of 20261123120000-1a2b3c4 differ:', '  changed  /etc/nftables.conf'];

test('shows what would change, asks, and then has it done', async () => {
  const { transport, ran, ended } = machineThatSays(DIFFERS);
  const told: string[] = [];
  let toldWhenAsked = 0;
  await upgradeHost({
    transport,
    back: false,
    tell: (line) => told.push(line),
    confirm: () => Promise.resolve(void (toldWhenAsked = told.length)),
  });
  expect(toldWhenAsked).toBe(DIFFERS.length);
  expect(ran).toEqual([
    [COMMAND, '--plan'],
    [COMMAND, '--yes'],
  ]);
  expect(told).toEqual([...DIFFERS, 'done']);
  expect(ended()).toBe(1);
});

test('does nothing when it is not wanted', async () => {
  const { transport, ran, ended } = machineThatSays(DIFFERS);
  const refusal = new Error('nothing was changed');
  const upgrade = upgradeHost({ transport, back: true, tell: () => undefined, confirm: () => Promise.reject(refusal) });
  await expect(upgrade).rejects.toBe(refusal);
  expect(ran).toEqual([[COMMAND, '--back', '--plan']]);
  expect(ended()).toBe(1);
});

test('asks nothing where there is nothing to change', async () => {
  const { transport, ran } = machineThatSays(['Nothing to change: every file is as 20261123120000-1a2b3c4 has it.']);
  const confirm = jest.fn();
  await upgradeHost({ transport, back: false, tell: () => undefined, confirm });
  expect(confirm).not.toHaveBeenCalled();
  expect(ran).toHaveLength(1);
});

describe('a machine that is told to read its settings anew', () => {
  const REFRESH = ['/usr/local/sbin/essence-aura-environment'];

  test('says what changed', async () => {
    const { transport, ran, ended } = machineThatSays([]);
    const told: string[] = [];
    await refreshHost(transport, (line) => told.push(line));
    expect(told).toEqual(['done']);
    expect([ran, ended()]).toEqual([[REFRESH], 1]);
  });

  test('is said to know all already where it says nothing', async () => {
    const { transport } = machineThatSays([]);
    const quiet: Transport = { ...transport, run: (_command, onLine) => Promise.resolve(onLine('')) };
    const told: string[] = [];
    await refreshHost(quiet, (line) => told.push(line));
    expect(told).toEqual(['Nothing to change: the machine knows all that the stack says.']);
  });
});
