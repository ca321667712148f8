/** `npm run recover` against an account at AWS and a state of Pulumi's that its two programs hold in a file. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { recover, type Recovery } from '../../../server/release/recovery';
import { createAccount, type Account, type FakeAccount, type Instance } from './fake-account';

jest.setTimeout(120_000);

const NOW = '2026-11-25T12:00:00.000Z';
const LOST: Instance = {
  id: 'i-old',
  state: 'running',
  madeAt: '2026-03-01T00:00:00Z',
  isGuarded: true,
  hasVolume: true,
};
const BEFORE: Account = {
  instances: [LOST],
  hasVolume: true,
  hangs: false,
  known: { id: 'i-old', isProtected: true },
  failing: null,
  console: '',
  now: NOW,
  account: '123456789012',
};
const STACK_FILE = `encryptionsalt: v1:abc
config:
  aws:region: ap-northeast-2
  essence-aura:domain: essence-aura.com
`;

let account: FakeAccount;
let told: string[];
let minutesPassed: number;
beforeEach(() => {
  told = [];
  minutesPassed = 0;
});
afterEach(() => account.end());

function lose(changes: Partial<Account> = {}): void {
  account = createAccount({ ...structuredClone(BEFORE), ...changes });
  writeFileSync(path.join(account.root, 'deploy/stacks/Pulumi.production.yaml'), STACK_FILE);
}

function recovering(changes: Partial<Recovery> = {}): Promise<void> {
  return recover({
    run: account.run,
    root: account.root,
    stack: 'production',
    blankVolume: false,
    environment: { awsRegion: null, knowsPassphrase: true, terminalLocale: null },
    tell: (line) => told.push(line),
    confirm: () => Promise.resolve(),
    askReady: () => Promise.resolve(account.read().instances.some((one) => one.id !== 'i-old' && one.hasVolume)),
    sleep: (ms) => Promise.resolve(void (minutesPassed += ms / 60_000)),
    now: () => new Date(NOW),
    ...changes,
  });
}

const called = (pattern: RegExp): readonly string[] => account.calls().filter((call) => pattern.test(call));
const machines = (): readonly (readonly [string, string, boolean])[] =>
  account.read().instances.map(({ id, state, hasVolume }) => [id, state, hasVolume] as const);
const NEW = ['i-new1', 'running', true];

describe('a lost machine', () => {
  test('that hangs is made to stop, and another one takes over its volume', async () => {
    lose({ hangs: true });
    await recovering();
    expect(machines()).toEqual([NEW]);
    expect(called(/stop-instances/)).toEqual([
      'aws ec2 stop-instances --region ap-northeast-2 --instance-ids i-old',
      'aws ec2 stop-instances --region ap-northeast-2 --instance-ids i-old --force',
    ]);
    expect(minutesPassed).toBeGreaterThanOrEqual(2);
    expect(told.join('\n')).toMatch(/i-old does not stop by itself.*\n.*stopped after/);
    expect(told.at(-1)).toContain('https://essence-aura.com/readyz says "ready": the shop is open');
    expect(account.read().known).toEqual({ id: 'i-new1', isProtected: true });
  });

  test('that still listens closes its files first: force is not used', async () => {
    lose();
    await recovering();
    expect(machines()).toEqual([NEW]);
    expect(called(/--force/)).toEqual([]);
  });

  test('that is stopped is replaced as it is, and that a start may be enough is said before', async () => {
    lose({ instances: [{ ...LOST, state: 'stopped' }] });
    await recovering();
    expect(machines()).toEqual([NEW]);
    expect(called(/stop-instances/)).toEqual([]);
    expect(told.slice(0, 4).join('\n')).toContain(
      'aws ec2 start-instances --region ap-northeast-2 --instance-ids i-old',
    );
  });

  test('that vanished leaves the state by a refresh, and another is made without a replacement', async () => {
    lose({ instances: [] });
    await recovering();
    expect(machines()).toEqual([NEW]);
    expect(called(/--replace|protect|stop-instances/)).toEqual([]);
    expect(called(/^pulumi/)).toEqual([
      'pulumi version',
      ...['stack export', 'refresh --yes --skip-preview', 'stack export', 'preview', 'up --yes --skip-preview'].map(
        (command) => `pulumi ${command} --stack production --non-interactive`,
      ),
    ]);
  });

  test('is shown what will change, and is as it was where the operator does not want it', async () => {
    lose();
    const seen: string[] = [];
    const confirm = () => {
      seen.push(...told);
      return Promise.reject(new Error('nothing was changed'));
    };
    await expect(recovering({ confirm })).rejects.toThrow(/^nothing was changed$/);
    expect(seen.join('\n')).toMatch(/\+- shop replace[^]*i-old is ended, with its own disk/);
    expect(account.read()).toEqual(BEFORE);
    expect(called(/(stop|modify)-instance|pulumi up/)).toEqual([]);
  });

  test('is as it was where the preview fails', async () => {
    lose({ failing: 'preview' });
    await expect(recovering()).rejects.toThrow('pulumi preview ended with 255: see above.');
    expect(told).toContain('  error: the program is wrong');
    expect({ ...account.read(), failing: null }).toEqual(BEFORE);
  });

  test('that serves all the same is said to', async () => {
    lose();
    let asked = 0;
    await recovering({ askReady: () => Promise.resolve(++asked > 0) });
    expect(told.join('\n')).toContain('THE SHOP IS OPEN. This replaces a machine that serves.');
  });
});

describe('a recovery that was cut off', () => {
  test('after the old machine was ended goes on to the new one', async () => {
    lose({ failing: 'after the end' });
    await expect(recovering()).rejects.toThrow(
      /pulumi up ended with 255: see above\.\nRun it again when the cause is mended: npm run recover -- --stack production/,
    );
    expect(machines()).toEqual([]);
    await recovering();
    expect(machines()).toEqual([NEW]);
  });

  test('after the new machine was begun ends it, and does not replace that one', async () => {
    lose({ failing: 'after the beginning' });
    await expect(recovering()).rejects.toThrow('Run it again');
    expect(machines()).toEqual([['i-new1', 'running', false]]);
    const confirm = () => Promise.reject(new Error('nothing is to be asked'));
    await recovering({ confirm });
    expect(machines()).toEqual([NEW]);
    expect(told.join('\n')).toContain('i-new1 was made only now: it is waited for, and not replaced.');
  });

  test('while it waited only waits', async () => {
    lose();
    await expect(recovering({ sleep: () => Promise.reject(new Error('Ctrl-C')) })).rejects.toThrow('Ctrl-C');
    await recovering();
    expect(machines()).toEqual([NEW]);
  });
});

describe('the new machine', () => {
  test('is heard while it boots', async () => {
    lose({
      console:
        '[   21.1] cloud-init[702]: 10-packages: installed 13 packages (41.2 s)\r\n' +
        '[   61.9] cloud-init[702]: 20-volume: mounted /dev/disk/by-id/x (0.8 s)\r\n[   99.0] cloud-init[702]: ready after 77.9 s\n',
    });
    let asked = 0;
    await recovering({ askReady: () => Promise.resolve(++asked > 3) });
    expect(told.filter((line) => /^ {2}(\d\d-|ready)/.test(line))).toEqual([
      '  10-packages: installed 13 packages (41.2 s)',
      '  20-volume: mounted /dev/disk/by-id/x (0.8 s)',
      '  ready after 77.9 s',
    ]);
  });

  test('that does not open in half an hour is told with where to look', async () => {
    lose();
    await expect(recovering({ askReady: () => Promise.resolve(false) })).rejects.toThrow(
      /i-new1 does not open the shop\. What it says: aws ec2 get-console-output/,
    );
    expect(minutesPassed).toBeGreaterThanOrEqual(30);
  });

  test('with a blank volume, where that was asked for, waits for a restore, and it is said how', async () => {
    lose({
      instances: [],
      hasVolume: false,
      console: '70-backups: repository 2 holds the backups of another database: docs/runbook.md (1.2 s)\n',
    });
    await recovering({ blankVolume: true, askReady: () => Promise.resolve(false) });
    expect(told.slice(-2).join(' ')).toMatch(
      /waits for you\. To bring them back: .*sudo essence-aura-restore --latest$/,
    );
  });
});

describe('before anything is looked at', () => {
  const refused = async (why: RegExp, changes: Partial<Recovery> = {}): Promise<void> => {
    await expect(recovering(changes)).rejects.toThrow(why);
    expect(called(/pulumi (refresh|state|up)|(stop|modify)-instance/)).toEqual([]);
  };

  test('the passphrase has to be there, and one sentence says how', async () => {
    lose();
    await refused(/PULUMI_CONFIG_PASSPHRASE_FILE=.* npm run recover/, {
      environment: { awsRegion: null, knowsPassphrase: false, terminalLocale: null },
    });
    expect(account.calls()).toEqual([]);
  });

  test('the file of the stack has to be there', async () => {
    lose();
    await refused(/There is no deploy\/stacks\/Pulumi\.staging\.yaml here/, { stack: 'staging' });
  });

  test('the data volume has to be there', async () => {
    lose({ hasVolume: false });
    await refused(/The data volume of the stack production is gone, too/);
  });

  test('no blank volume is made beside one that is there', async () => {
    lose();
    await refused(/The data volume is there, vol-data/, { blankVolume: true });
  });

  test('the account has to be that of the state, which forgets nothing meanwhile', async () => {
    lose({ account: '210987654321', instances: [], hasVolume: false });
    await refused(/signed in to the account 210987654321, and the stack production is in 123456789012/);
    await refused(/signed in to the account 210987654321/, { blankVolume: true });
    expect(called(/pulumi refresh/)).toEqual([]);
  });

  test('a young machine that the state does not know is left to its operator too', async () => {
    lose({ known: null, instances: [{ ...LOST, madeAt: NOW }] });
    await expect(recovering()).rejects.toThrow(/i-old is there, and Pulumi's state knows no machine/);
    expect(called(/pulumi up/)).toEqual([]);
  });

  test('two machines are one too many', async () => {
    lose({ instances: [LOST, { ...LOST, id: 'i-twin' }] });
    await refused(/more than one machine of the stack production: i-old and i-twin/);
  });

  test('a machine that the state does not know is left to its operator', async () => {
    lose({ known: null });
    await expect(recovering()).rejects.toThrow(/i-old is there, and Pulumi's state knows no machine/);
    expect(called(/pulumi up|(stop|modify)-instance/)).toEqual([]);
  });
});
