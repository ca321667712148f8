/** Which backup a restore begins with: the table of histories that a shop can have, without a Postgres. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const library = path.resolve(__dirname, '../../../deploy/host/files/usr/local/lib/essence-aura');

interface Backup {
  readonly set: string;
  readonly timeline?: number;
  /** Where it ended, in the log and in time. */
  readonly lsn: string;
  readonly at: number;
  readonly repository?: number;
  readonly database?: number;
  readonly damaged?: boolean;
}

/** Each where it was left, as Postgres writes it. */
const historyOf = (...forks: readonly (readonly [timeline: number, lsn: string])[]): string =>
  forks.map(([timeline, lsn]) => `${timeline}\t${lsn}\tbefore 2026-11-20 10:00:00+09\n`).join('\n');

const hex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');

/** As pgBackRest 2.55 prints it, as far as it is read. */
function infoOf(backups: readonly Backup[], databases: readonly number[] = [1]): unknown {
  const repositories = [...new Set([1, ...backups.map(({ repository = 1 }) => repository)])];
  return [
    {
      db: repositories.flatMap((repository) => databases.map((id) => ({ id, 'repo-key': repository, version: '17' }))),
      backup: backups.map(({ set, timeline = 1, lsn, at, repository = 1, database = 1, damaged = false }) => ({
        label: set,
        archive: { start: `${hex(timeline)}0000000000000002`, stop: `${hex(timeline)}0000000000000003` },
        database: { id: database, 'repo-key': repository },
        error: damaged,
        info: { size: 31_157_164 },
        lsn: { start: '0/28', stop: lsn },
        timestamp: { start: at - 10, stop: at },
      })),
    },
  ];
}

interface Question {
  readonly moment?: number | undefined;
  readonly timeline?: number;
  readonly repository?: number;
  readonly branches?: readonly { readonly timeline: number; readonly began: number; readonly history: string }[];
  readonly databases?: readonly number[];
}

interface Choice {
  readonly timeline: number;
  readonly chosen: { readonly set: string; readonly repository: number } | null;
  readonly oldest: number | null;
}

function choose(backups: readonly Backup[], question: Question = {}): Choice {
  const { branches = [], databases } = question;
  const args = (['moment', 'timeline', 'repository'] as const).flatMap((name) => [
    '--argjson',
    name,
    String(question[name] ?? null),
  ]);
  const output = execFileSync(
    'jq',
    [...args, '--argjson', 'branches', JSON.stringify(branches), '-f', path.join(library, 'pick-backup.jq')],
    { encoding: 'utf8', input: JSON.stringify(infoOf(backups, databases)) },
  );
  return JSON.parse(output) as Choice;
}

const setOf = (backups: readonly Backup[], question?: Question): string | null =>
  choose(backups, question).chosen?.set ?? null;

describe('before any restore', () => {
  const backups: readonly Backup[] = [
    { set: 'sunday', lsn: '0/9000000', at: 1_000 },
    { set: 'monday', lsn: '0/A000000', at: 2_000 },
    { set: 'tuesday', lsn: '1/1000000', at: 3_000 },
  ];

  test.each([
    [2_500, 'monday'],
    [2_001, 'monday'],
    // Seconds are whole in pgBackRest: this one may have ended after the moment.
    [2_000, 'sunday'],
    [9_000, 'tuesday'],
    [undefined, 'tuesday'],
  ])('a moment of %p is reached from %s', (moment, set) => {
    expect(setOf(backups, { moment })).toBe(set);
  });

  test('nothing is chosen for a moment before the first, whose time is told', () => {
    expect(choose(backups, { moment: 500 })).toEqual({ timeline: 1, chosen: null, oldest: 1_000 });
    expect(choose([])).toEqual({ timeline: 1, chosen: null, oldest: null });
  });
});

describe('after a restore at 14:00 back to 10:00', () => {
  const back = { timeline: 2, began: 14_00, history: historyOf([1, '0/50']) };
  const backups: readonly Backup[] = [
    { set: 'at 9', lsn: '0/40', at: 9_00 },
    { set: 'at 12', lsn: '0/70', at: 12_00 },
  ];
  const later: readonly Backup[] = [...backups, { set: 'at 15', timeline: 2, lsn: '0/68', at: 15_00 }];

  test('14:02 is reached from before the fork: the newer backup is of the branch that was left', () => {
    expect(choose(backups, { moment: 14_02, branches: [back] })).toMatchObject({
      timeline: 2,
      chosen: { set: 'at 9' },
    });
  });

  test('12:30 is as the shop was then, on the branch that was left', () => {
    expect(choose(later, { moment: 12_30, branches: [back] })).toMatchObject({ timeline: 1, chosen: { set: 'at 12' } });
  });

  test('a branch that is named is followed, and nothing of another one taken', () => {
    expect(setOf(later, { moment: 15_30, timeline: 1, branches: [back] })).toBe('at 12');
    expect(setOf(later, { moment: 15_30, timeline: 2, branches: [back] })).toBe('at 15');
    expect(setOf(later, { moment: 12_30, timeline: 2, branches: [back] })).toBe('at 9');
    expect(choose(later, { timeline: 3, branches: [back] })).toMatchObject({ chosen: null, oldest: null });
  });

  test('the last of all is on the newest branch, though the newest backup may not be', () => {
    expect(choose(backups, { branches: [back] })).toMatchObject({ timeline: 2, chosen: { set: 'at 9' } });
    expect(setOf(later, { branches: [back] })).toBe('at 15');
  });

  test('a backup that ended exactly at the fork still leads there', () => {
    expect(setOf([{ set: 'edge', lsn: '0/50', at: 9_00 }], { moment: 14_02, branches: [back] })).toBe('edge');
    expect(setOf([{ set: 'over', lsn: '0/51', at: 9_00 }], { moment: 14_02, branches: [back] })).toBeNull();
  });

  test('a history file that was copied later does not make the branch younger than its backups', () => {
    const copied = { ...back, began: 99_99 };
    expect(choose(later, { moment: 15_30, branches: [copied] })).toMatchObject({
      timeline: 2,
      chosen: { set: 'at 15' },
    });
  });
});

describe('after several restores', () => {
  test('whoever went back beyond an earlier fork does not come from what lies between the two', () => {
    // The second went to 0/30, which both branches have in common; Postgres still lists the first fork.
    const branches = [
      { timeline: 2, began: 14_00, history: historyOf([1, '0/50']) },
      { timeline: 3, began: 16_00, history: historyOf([1, '0/50'], [2, '0/30']) },
    ];
    const backups: readonly Backup[] = [
      { set: 'at 8', lsn: '0/20', at: 8_00 },
      { set: 'at 9', lsn: '0/40', at: 9_00 },
    ];
    expect(setOf(backups, { moment: 16_05, branches })).toBe('at 8');
    expect(setOf(backups, { moment: 15_00, branches })).toBe('at 9');
  });

  test('the tenth branch has another tenth file than the sixteenth', () => {
    const branches = [{ timeline: 10, began: 10_00, history: historyOf([1, '0/50']) }];
    const backups: readonly Backup[] = [
      { set: 'tenth', timeline: 10, lsn: '0/60', at: 11_00 },
      { set: 'sixteenth', timeline: 16, lsn: '0/60', at: 12_00 },
    ];
    expect(choose(backups, { branches })).toMatchObject({ timeline: 10, chosen: { set: 'tenth' } });
  });

  test('positions in the log are compared as numbers, not as texts', () => {
    const branches = [{ timeline: 2, began: 14_00, history: historyOf([1, '10/0']) }];
    expect(setOf([{ set: 'early', lsn: '9/FFFFFFFF', at: 9_00 }], { branches })).toBe('early');
    expect(setOf([{ set: 'late', lsn: '10/00000028', at: 9_00 }], { branches })).toBeNull();
  });
});

describe('with a repository on the machine and one in the bucket', () => {
  const backups: readonly Backup[] = [
    { set: 'bucket, sunday', lsn: '0/10', at: 1_000, repository: 2 },
    { set: 'disk', lsn: '0/20', at: 2_000, repository: 1 },
    { set: 'bucket', lsn: '0/21', at: 2_010, repository: 2 },
  ];

  test('the nearest one is taken, and the other one for what only it has', () => {
    expect(setOf(backups, { moment: 3_000 })).toBe('disk');
    expect(setOf(backups, { moment: 1_500 })).toBe('bucket, sunday');
  });

  test('only the one that is named is looked into', () => {
    expect(setOf(backups, { moment: 3_000, repository: 2 })).toBe('bucket');
    expect(choose(backups, { moment: 1_500, repository: 1 })).toMatchObject({ chosen: null, oldest: 2_000 });
  });

  test('one in which damaged pages were found comes last', () => {
    const [sunday, disk, bucket] = backups as readonly [Backup, Backup, Backup];
    expect(setOf([sunday, { ...disk, damaged: true }, bucket])).toBe('bucket');
    expect(setOf([{ ...disk, damaged: true }])).toBe('disk');
  });

  test('nothing is taken of the Postgres before an upgrade', () => {
    const upgraded: readonly Backup[] = [...backups, { set: 'of 18', lsn: '0/30', at: 5_000, database: 2 }];
    expect(setOf(upgraded, { databases: [1, 2] })).toBe('of 18');
    expect(setOf(upgraded, { databases: [1, 2], moment: 4_000 })).toBeNull();
  });
});
