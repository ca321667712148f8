import type { Changes, StoredChanges } from '../../audit/model';
import { PERFUME_COLUMNS, VARIANT_COLUMNS, type Column } from './columns';
import type { Finding, FindingKind, Plan } from './model';

export function findingsOf({ faults, perfumes, variants }: Plan): readonly Finding[] {
  const counts = new Map<FindingKind, number>();
  const next = (kind: FindingKind): number => {
    const position = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, position);
    return position;
  };
  const planned = [
    ...perfumes.map(({ line, slug, stored, changes }) => ({
      line,
      subject: slug,
      stored,
      changes: underHeadings(changes, PERFUME_COLUMNS),
    })),
    ...variants.map(({ line, sku, stored, changes }) => ({
      line,
      subject: sku,
      stored,
      changes: underHeadings(changes, VARIANT_COLUMNS),
    })),
  ].sort((a, b) => a.line - b.line);
  const wrong = faults.map(({ line, ...fault }) => {
    return { kind: 'error' as const, position: next('error'), line, subject: '', detail: { fault } };
  });
  const right = planned.map(({ line, subject, stored, changes }) => {
    const kind = stored ? ('change' as const) : ('create' as const);
    return { kind, position: next(kind), line, subject, detail: { changes: shortened(changes) } };
  });
  return [...wrong, ...right];
}

const underHeadings = <N extends keyof Changes>(changes: Changes, columns: readonly Column<N>[]): StoredChanges =>
  Object.fromEntries(columns.flatMap(({ name, column }) => (changes[name] ? [[column, changes[name]] as const] : [])));

const LONGEST = 300;

/** A page shows the beginning of a story; the file has the whole. */
function shortened(changes: StoredChanges): StoredChanges {
  const short = (value: unknown): unknown =>
    typeof value === 'string' && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return Object.fromEntries(Object.entries(changes).map(([name, [from, to]]) => [name, [short(from), short(to)]]));
}
