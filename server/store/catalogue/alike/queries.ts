import type { Executor } from '../../../db/pool';
import type { AccordWeights } from '../../../scent/accords';
import { IS_SOLD } from '../../perfumes/model';

/** Takes one perfume whose likeness is due, until the transaction ends. null: there is none that nobody is at. */
export async function takeDue(tx: Executor): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    `delete from likeness_due where perfume_id = (
       select perfume_id from likeness_due order by perfume_id limit 1 for update skip locked
     ) returning perfume_id as id`,
  );
  return rows[0]?.id ?? null;
}

export interface Candidate {
  readonly id: number;
  readonly accords: AccordWeights;
  /** On sale, or will be. */
  readonly isOffered: boolean;
}

export interface Relating extends Omit<Candidate, 'id'> {
  readonly candidates: readonly Candidate[];
}

const OFFERED = `p.published_at is not null and ${IS_SOLD}`;

/** A perfume, and others that might smell like it: by shared notes, by family, and those that were found before. */
export async function selectRelating(db: Executor, perfumeId: number): Promise<Relating | null> {
  const { rows } = await db.query<Omit<Relating, 'candidates'> & { candidates: readonly Candidate[] | null }>(
    `with sharing as (
       select other.perfume_id as id
       from perfume_notes mine
       join perfume_notes other on other.note_id = mine.note_id and other.perfume_id <> mine.perfume_id
       where mine.perfume_id = $1
       group by other.perfume_id order by count(*) desc, other.perfume_id limit 200
     ), family as (
       select p.id from perfumes p
       where p.family = (select family from perfumes where id = $1) and p.id <> $1 and ${OFFERED}
       order by p.id limit 60
     ), known as (
       select other_id as id from perfume_likeness where perfume_id = $1
     )
     select p.accords, ${OFFERED} as "isOffered", (
       select json_agg(json_build_object('id', p.id, 'accords', p.accords, 'isOffered', ${OFFERED}) order by p.id)
       from (select id from sharing union select id from family union select id from known) c
       join perfumes p on p.id = c.id
     ) as candidates
     from perfumes p where p.id = $1`,
    [perfumeId],
  );
  const [row] = rows;
  return row ? { ...row, candidates: row.candidates ?? [] } : null;
}

export interface Scored {
  readonly id: number;
  readonly score: number;
}

/** Writes only what is otherwise: each row that changes is a page that is made anew. */
export async function replaceAlike(tx: Executor, perfumeId: number, alike: readonly Scored[]): Promise<void> {
  await tx.query('delete from perfume_likeness where perfume_id = $1 and other_id <> all($2::integer[])', [
    perfumeId,
    alike.map(({ id }) => id),
  ]);
  await tx.query(
    `insert into perfume_likeness as known (perfume_id, other_id, score)
     select $1, other.id, other.score from unnest($2::integer[], $3::double precision[]) as other (id, score)
     on conflict (perfume_id, other_id) do update set score = excluded.score where known.score <> excluded.score`,
    [perfumeId, alike.map(({ id }) => id), alike.map(({ score }) => score)],
  );
}

/** Puts it into the lists of others, of which each keeps its likest. */
export async function offerToOthers(
  tx: Executor,
  perfumeId: number,
  others: readonly Scored[],
  most: number,
): Promise<void> {
  await tx.query(
    `insert into perfume_likeness as known (perfume_id, other_id, score)
     select other.id, $1, other.score from unnest($2::integer[], $3::double precision[]) as other (id, score)
     where (select count(*) from perfume_likeness l where l.perfume_id = other.id and l.other_id <> $1
       and (l.score > other.score or l.score = other.score and l.other_id < $1)) < $4
     on conflict (perfume_id, other_id) do update set score = excluded.score where known.score <> excluded.score`,
    [perfumeId, others.map(({ id }) => id), others.map(({ score }) => score), most],
  );
  await tx.query(
    `delete from perfume_likeness l using (
       select perfume_id, other_id, row_number() over (partition by perfume_id order by score desc, other_id) as place
       from perfume_likeness where perfume_id = any($1::integer[])
     ) placed
     where placed.place > $2 and l.perfume_id = placed.perfume_id and l.other_id = placed.other_id`,
    [others.map(({ id }) => id), most],
  );
}

/** Takes it out of the lists of others where it is less like them than it was: they look for what is likest now. */
export async function withdrawFromOthers(tx: Executor, perfumeId: number, others: readonly Scored[]): Promise<void> {
  await tx.query(
    `with gone as (
       delete from perfume_likeness l where other_id = $1 and not exists (
         select from unnest($2::integer[], $3::double precision[]) as other (id, score)
         where other.id = l.perfume_id and other.score >= l.score
       ) returning perfume_id
     )
     select likeness_is_due(array(select perfume_id from gone))`,
    [perfumeId, others.map(({ id }) => id), others.map(({ score }) => score)],
  );
}
