import type { Executor } from '../../../server/db/pool';

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Node[];
}

/** Whatever the parameters: `generic_plan` asks for none. */
export async function explain(db: Executor, statement: string): Promise<Node> {
  const { rows } = await db.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
    `explain (generic_plan, format json) ${statement}`,
  );
  return rows[0]!['QUERY PLAN'][0].Plan;
}

/** Nothing that is read before it ends: a limit above them stops what is below. */
const STREAMS = ['Nested Loop', 'Subquery Scan', 'LockRows', 'Result', 'Append', 'Merge Append', 'ProjectSet'];

/**
 * Tables that are read from end to end: by a sequential scan, or along an index that nothing is looked up in. Not where
 * the index is of a few rows only, or where a limit ends it.
 * @param partial the indexes that don't hold every row
 */
export function readWhole(node: Node, partial: ReadonlySet<string>, isLimited = false): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index, 'Index Cond': condition, Plans = [] } = node;
  const below = type === 'Limit' || (isLimited && STREAMS.includes(type));
  const found = Plans.flatMap((plan) => readWhole(plan, partial, below));
  if (type === 'Seq Scan' && table) return [table, ...found];
  const isWalked = index !== undefined && condition === undefined && !partial.has(index) && !isLimited;
  // A bitmap's own index scan doesn't name the table; the heap scan above it does.
  if (type === 'Bitmap Heap Scan') return found.map((one) => (one === '' ? table! : one));
  return isWalked ? [table ?? '', ...found] : found;
}
