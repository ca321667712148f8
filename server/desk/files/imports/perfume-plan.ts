import { PERFUME_ABSENT, PERFUME_FIELDS } from '../../../store/perfumes';
import type { Cells } from './cells';
import { PERFUME_COLUMNS } from './columns';
import { exportedAs } from './marks';
import { plan, type PerfumeOfFile, type PlannedPerfume, type Snapshot, type StoredPerfume } from './model';
import { slugIn, type Row } from './reading';

export function createPerfumePlanner(cells: Cells, snapshot: Pick<Snapshot, 'perfumes' | 'lastPosition'>, now: Date) {
  const first = new Map<string, Row>();
  const planned: PlannedPerfume[] = [];
  let { lastPosition } = snapshot;

  function takeFirst(row: Row, slug: string, stored: StoredPerfume | undefined): void {
    if (!stored && cells.read(row.line, 'slug', PERFUME_FIELDS.slug, slug) === undefined) return;
    const absent = { ...PERFUME_ABSENT, position: lastPosition + 1 };
    const exported = exportedAs(row, 'slug', slugIn(row) || slug);
    const read = cells.valuesOf(row, PERFUME_COLUMNS, { stored: stored && { ...stored.values }, absent, exported });
    if (!read) return;
    const after = settled(read as unknown as PerfumeOfFile, stored, now);
    if (after.archived && after.published_at !== null) return cells.fault(row.line, 'published_at', 'archivedShown');
    if (!stored && after.position === lastPosition + 1) lastPosition += 1;
    plan(planned, { line: row.line, slug, stored: stored ?? null, after });
  }

  /** A perfume's columns are said again in each of its rows, or left out of all but the first. */
  function takeAgain(row: Row, before: Row): void {
    const said = PERFUME_COLUMNS.map(({ column }) => column).filter(cells.has);
    if (said.every((column) => (row.cells[column] ?? '').trim() === '')) return;
    for (const column of said) {
      if (row.cells[column] !== before.cells[column]) cells.fault(row.line, column, 'differs', { line: before.line });
    }
  }

  return {
    take(row: Row, slug: string): void {
      const before = first.get(slug);
      if (before) return takeAgain(row, before);
      takeFirst(row, slug, snapshot.perfumes.get(slug));
      first.set(slug, row);
    },
    planned,
  };
}

/** To the minute it is shown from the same time; and what is shown already stays so since when it was. */
function settled(values: PerfumeOfFile, stored: StoredPerfume | undefined, now: Date): PerfumeOfFile {
  const before = stored?.values.published_at ?? null;
  const after = values.published_at;
  if (before === null || after === null) return values;
  const isYes = after.getTime() === now.getTime() && before <= after;
  const minuteOf = (moment: Date): string => moment.toISOString().slice(0, 16);
  return isYes || minuteOf(before) === minuteOf(after) ? { ...values, published_at: before } : values;
}
