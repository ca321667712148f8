import type { Executor } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import { formatWon } from '../../../money/money';
import { foundOrThrow } from '../../../process/errors';
import { guessLayout, type Proposals } from '../../../store/deposits';
import type { Deposit, Layout, SettledDeposit } from '../../../store/deposits/model';
import type { Matched } from '../../../store/deposits/service';
import type { Actor, AuditEntry, Doing } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskServices } from '../../services';
import { paymentRecordedBy } from '../recorder';
import type { Pair } from './forms';
import { openStatement, rowsOf, type Statement, type StatementFault } from './statements';

interface SentFile {
  readonly fileName: string;
  readonly content: Buffer;
}

export type Taken =
  | { readonly kind: 'taken'; readonly count: number }
  /** Somebody has to say which column is which. */
  | { readonly kind: 'columns'; readonly id: string }
  | { readonly kind: 'no-table' };

/** A file whose columns are asked for. */
export interface AskedFile {
  readonly id: string;
  readonly fileName: string;
  readonly statement: Statement;
  /** As they were named before, or as they are guessed. */
  readonly layout: Layout;
}

type TakenAs = { readonly count: number } | { readonly fault: StatementFault } | 'gone';

const subjectOf = ({ id, amount }: Pick<Deposit, 'id' | 'amount'>): AuditEntry['subject'] => ({
  kind: 'deposit',
  id,
  // Not whose it is: the log can't be erased.
  name: formatWon(amount),
});

export type DepositDesk = ReturnType<typeof createDepositDesk>;

export function createDepositDesk({ context: { pool }, deposits, ownerNotices }: DeskServices) {
  async function takeIn(
    {
      statement,
      layout,
      fileName,
    }: { readonly statement: Statement; readonly layout: Layout; readonly fileName: string },
    { actor, now }: Doing,
    fileId: string | null,
  ): Promise<TakenAs> {
    const read = rowsOf(statement, layout);
    if ('fault' in read) return read;
    return withTransaction(pool, async (tx) => {
      if (fileId !== null && !(await deposits.dropFile(tx, fileId))) return 'gone';
      await deposits.saveLayout(tx, statement.digest, layout, now);
      const count = await deposits.takeIn(tx, read.rows, now);
      await recordFile(tx, actor, { action: 'file.import', name: fileName, count }, now);
      return { count };
    });
  }

  return {
    async open(now: Date): Promise<{ readonly proposals: Proposals; readonly settled: readonly SettledDeposit[] }> {
      return { proposals: await deposits.proposals(now), settled: await deposits.settled() };
    },

    find: async (id: number) => foundOrThrow(await deposits.find(id)),

    /** @param isAnew the columns are to be named again, though they are known @throws FileFault */
    async send(file: SentFile, { isAnew }: { readonly isAnew: boolean }, doing: Doing): Promise<Taken> {
      const statement = await openStatement(file.content);
      if (statement === null) return { kind: 'no-table' };
      const layout = isAnew ? null : await deposits.layoutOf(statement.digest);
      const taken = layout && (await takeIn({ statement, layout, fileName: file.fileName }, doing, null));
      if (taken !== null && taken !== 'gone' && 'count' in taken) return { kind: 'taken', count: taken.count };
      const { actor, now } = doing;
      const id = await withTransaction(pool, async (tx) => {
        const kept = await deposits.keepFile(tx, file, { staffId: actor.staffId, now });
        await recordFile(tx, actor, { action: 'file.upload', name: file.fileName }, now);
        return kept;
      });
      return { kind: 'columns', id };
    },

    /** null: it was read or left meanwhile */
    async file(id: string): Promise<AskedFile | null> {
      const file = await deposits.file(id);
      const statement = file && (await openStatement(file.content));
      if (!statement) return null;
      const layout = (await deposits.layoutOf(statement.digest)) ?? guessLayout(statement.head);
      return { id, fileName: file.fileName, statement, layout };
    },

    take: (file: AskedFile, layout: Layout, doing: Doing) => takeIn({ ...file, layout }, doing, file.id),

    async drop(id: string, { actor, now }: Doing): Promise<boolean> {
      const file = await deposits.file(id);
      return withTransaction(pool, async (tx) => {
        if (!file || !(await deposits.dropFile(tx, id))) return false;
        await recordFile(tx, actor, { action: 'file.drop', name: file.fileName }, now);
        return true;
      });
    },

    async match({ id, number }: Pair, { actor, now }: Doing): Promise<Matched> {
      const deposit = await deposits.find(id);
      if (deposit?.state !== 'open') return 'changed';
      const recorder = paymentRecordedBy(actor, now, ownerNotices);
      const noteMatch = (tx: Executor, order: { readonly number: string }) =>
        recordMatch(tx, deposit, order, { actor, now });
      return deposits.match(deposit, number, { recorder, noteMatch }, now);
    },

    setAside: (deposit: Deposit, note: string, { actor, now }: Doing): Promise<boolean> =>
      withTransaction(pool, async (tx) => {
        if (!(await deposits.setAside(tx, deposit.id, { note, staffId: actor.staffId, now }))) return false;
        await recordChange(tx, actor, { action: 'deposit.set-aside', subject: subjectOf(deposit) }, now);
        return true;
      }),

    reopen: (deposit: Deposit, { actor, now }: Doing): Promise<boolean> =>
      withTransaction(pool, async (tx) => {
        if (!(await deposits.reopen(tx, deposit.id))) return false;
        await recordChange(tx, actor, { action: 'deposit.reopen', subject: subjectOf(deposit) }, now);
        return true;
      }),
  };
}

function recordMatch(
  tx: Executor,
  deposit: Deposit,
  { number }: { readonly number: string },
  { actor, now }: Pick<Doing, 'actor' | 'now'>,
): Promise<void> {
  const changes = { number: [null, number] } as const;
  return recordChange(tx, actor, { action: 'deposit.match', subject: subjectOf(deposit), changes }, now);
}

async function recordFile(
  tx: Executor,
  actor: Actor,
  { action, name, count }: { readonly action: AuditEntry['action']; readonly name: string; readonly count?: number },
  now: Date,
): Promise<void> {
  const subject = { kind: 'files', id: 'deposits', name } as const;
  await recordChange(
    tx,
    actor,
    { action, subject, ...(count !== undefined && { changes: { deposits: [null, count] } }) },
    now,
  );
}
