import type { Executor } from '../../db/pool';

/** @param forsaken what was begun before it and has no answer is begun anew @returns whether it is the caller's to act */
export async function beginSentForm(
  db: Executor,
  key: Buffer,
  { now, forsaken }: { readonly now: Date; readonly forsaken: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into sent_forms (key, begun_at) values ($1, $2)
     on conflict (key) do update set begun_at = excluded.begun_at
       where sent_forms.answer is null and sent_forms.begun_at < $3`,
    [key, now, forsaken],
  );
  return rowCount === 1;
}

export async function selectSentFormsAnswer(db: Executor, key: Buffer): Promise<Buffer | null> {
  const { rows } = await db.query<{ answer: Buffer | null }>('select answer from sent_forms where key = $1', [key]);
  return rows[0]?.answer ?? null;
}

export async function answerSentForm(db: Executor, key: Buffer, answer: Buffer): Promise<void> {
  await db.query('update sent_forms set answer = $2 where key = $1', [key, answer]);
}

export async function deleteSentForm(db: Executor, key: Buffer): Promise<void> {
  await db.query('delete from sent_forms where key = $1 and answer is null', [key]);
}
