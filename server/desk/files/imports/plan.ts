/** What a file would make of the catalogue: every fault with its place, every change from what to what. Pure. */
import { createHash } from 'node:crypto';
import { worded } from '../../../i18n/translate';
import {
  createNames,
  PERFUME_ABSENT,
  PERFUME_FIELDS,
  VARIANT_ABSENT,
  VARIANT_FIELDS,
  type Field,
} from '../../../store/perfumes';
import type { Known } from '../../../store/perfumes/model';
import { read as readValue } from '../../../values/reading';
import { changesBetween } from '../../audit/model';
import { deskFiles } from '../texts.ko';
import { PERFUME_COLUMNS, VARIANT_COLUMNS, type Column } from './columns';
import type {
  CellFault,
  CellFaultArguments,
  PerfumeOfFile,
  Plan,
  PlannedPerfume,
  PlannedVariant,
  Snapshot,
  StoredPerfume,
  StoredVariant,
  VariantOfFile,
} from './model';
import type { Row, Table } from './reading';

const MOST_FAULTS = 1_000;

export interface PlanOptions {
  /** What "yes" means in the column of publication. */
  readonly now: Date;
  /** Counts of variants that are there already stay as they are. */
  readonly keepsStock: boolean;
}

type Values = Readonly<Record<string, unknown>>;

interface Group {
  readonly line: number;
  readonly cells: Row['cells'];
  readonly isKnown: boolean;
}

export function planOf(table: Table, snapshot: Snapshot, options: PlanOptions): Plan {
  const planner = createPlanner(table, snapshot, options);
  for (const row of table.rows) planner.take(row);
  return planner.plan();
}

function createPlanner(
  { columns, rows, faults: earlier }: Table,
  snapshot: Snapshot,
  { now, keepsStock }: PlanOptions,
) {
  const faults: CellFault[] = [...earlier];
  const groups = new Map<string, Group>();
  const skus = new Map<string, number>();
  const taken = new Map<string, number>();
  const perfumes: PlannedPerfume[] = [];
  const variants: PlannedVariant[] = [];
  const known: Known = { houses: createNames(snapshot.houses), notes: createNames(snapshot.notes), now };
  const has = (column: string): boolean => columns.includes(column);
  let lastPosition = snapshot.lastPosition;

  const fault = (line: number, column: string | null, ...[code, values]: CellFaultArguments): void =>
    void faults.push({ line, column, code, values: values ?? {} });

  function reading<T>(line: number, column: string, { type }: Field<T>, cell: string): T | undefined {
    return readValue(
      (typed) => type.read(typed, known),
      cell,
      ({ code, values }) => faults.push({ line, column, code: worded(deskFiles.errors, code), values }),
    );
  }

  /** The stored values with what the row says, or null where something of it is wrong. */
  function valuesOf(row: Row, fields: readonly Column<string>[], stored: Values | undefined, absent: Values) {
    const values: Record<string, unknown> = { ...(stored ?? absent) };
    let isRight = true;
    for (const field of fields) {
      const { name, column, type } = field;
      const cell = row.cells[column];
      if (cell === undefined || (cell === '' && !stored && name in absent)) {
        if (name in values) continue;
        fault(row.line, column, has(column) ? 'required' : 'columnMissing');
        isRight = false;
      } else if (!stored || cell !== String(type.write(stored[name], known))) {
        const value = reading(row.line, column, field, cell);
        if (value === undefined) isRight = false;
        else values[name] = value;
      }
    }
    return isRight ? values : null;
  }

  function takePerfume(row: Row, slug: string, stored: StoredPerfume | undefined): boolean {
    if (!stored && reading(row.line, 'slug', PERFUME_FIELDS.slug, slug) === undefined) return false;
    const absent = { ...PERFUME_ABSENT, position: lastPosition + 1 };
    const read = valuesOf(row, PERFUME_COLUMNS, stored && { ...stored.values }, absent);
    if (!read) return false;
    const after = settled(read as unknown as PerfumeOfFile, stored, now);
    if (after.archived && after.published_at !== null) {
      fault(row.line, 'published_at', 'archivedShown');
      return false;
    }
    if (!stored && after.position === lastPosition + 1) lastPosition += 1;
    const changes = changesBetween(stored ? { ...stored.values } : {}, { ...after });
    if (Object.keys(changes).length > 0) {
      perfumes.push({ line: row.line, slug, stored: stored ?? null, after, changes });
    }
    return true;
  }

  /** A perfume's columns are said again in each of its rows, or left out of all but the first. */
  function takeAgain(row: Row, group: Group): void {
    const said = PERFUME_COLUMNS.map(({ column }) => column).filter(has);
    if (said.every((column) => (row.cells[column] ?? '').trim() === '')) return;
    for (const column of said) {
      if (row.cells[column] !== group.cells[column]) fault(row.line, column, 'differs', { line: group.line });
    }
  }

  function takeVariant(row: Row, slug: string, sku: string, stored: StoredVariant | undefined): void {
    const before = skus.get(sku);
    if (before !== undefined) return fault(row.line, 'sku', 'twiceInFile', { line: before });
    skus.set(sku, row.line);
    if (!stored && reading(row.line, 'sku', VARIANT_FIELDS.sku, sku) === undefined) return;
    const fields = keepsStock && stored ? VARIANT_COLUMNS.filter(({ name }) => name !== 'stock') : VARIANT_COLUMNS;
    const read = valuesOf(row, fields, stored && { ...stored.values }, VARIANT_ABSENT);
    if (!read) return;
    const after = read as unknown as VariantOfFile;
    if (!isFree(row, slug, stored, after)) return;
    const changes = changesBetween(stored ? { ...stored.values } : {}, { ...after });
    if (Object.keys(changes).length > 0) {
      variants.push({ line: row.line, sku, slug, stored: stored ?? null, after, changes });
    }
  }

  /** A perfume has each variant once, and a variant stays what it is: past orders name it. */
  function isFree(row: Row, slug: string, stored: StoredVariant | undefined, { volume_ml }: VariantOfFile): boolean {
    if (stored) {
      if (stored.values.volume_ml !== volume_ml) fault(row.line, 'volume_ml', 'volumeFixed');
      return stored.values.volume_ml === volume_ml;
    }
    const other = snapshot.taken.get(slug)?.get(volume_ml);
    const place = `${slug} ${volume_ml}`;
    const line = taken.get(place);
    if (other !== undefined) fault(row.line, 'volume_ml', 'volumeTaken', { sku: other });
    else if (line !== undefined) fault(row.line, 'volume_ml', 'twiceInFile', { line });
    taken.set(place, taken.get(place) ?? row.line);
    return other === undefined && line === undefined;
  }

  function take(row: Row): void {
    const sku = (row.cells['sku'] ?? '').trim();
    const stored = snapshot.variants.get(sku);
    const slug = slugIn(row) || stored?.slug;
    if (slug === undefined) return fault(row.line, 'sku', sku === '' ? 'noKey' : 'unknownSku');
    if (stored && stored.slug !== slug) return fault(row.line, 'slug', 'otherPerfume', { slug: stored.slug });
    const group = groups.get(slug);
    if (group) takeAgain(row, group);
    else {
      const isKnown = takePerfume(row, slug, snapshot.perfumes.get(slug));
      groups.set(slug, { line: row.line, cells: row.cells, isKnown });
    }
    if (sku !== '') takeVariant(row, slug, sku, stored);
    else if (VARIANT_COLUMNS.some(({ column }) => (row.cells[column] ?? '').trim() !== ''))
      fault(row.line, 'sku', 'required');
  }

  return {
    take,
    plan: (): Plan => ({
      faults: faults.toSorted((a, b) => a.line - b.line).slice(0, MOST_FAULTS),
      moreFaults: faults.length > MOST_FAULTS,
      perfumes,
      variants,
      rows: rows.length,
    }),
  };
}

/** A perfume's slug as the shop knows it. */
export const slugIn = ({ cells }: Row): string => (cells['slug'] ?? '').trim().toLowerCase();

/** To the minute it is shown from the same time; and what is shown already stays so since when it was. */
function settled(values: PerfumeOfFile, stored: StoredPerfume | undefined, now: Date): PerfumeOfFile {
  const before = stored?.values.published_at ?? null;
  const after = values.published_at;
  if (before === null || after === null) return values;
  const isYes = after.getTime() === now.getTime() && before <= after;
  const minuteOf = (moment: Date): string => moment.toISOString().slice(0, 16);
  return isYes || minuteOf(before) === minuteOf(after) ? { ...values, published_at: before } : values;
}

/** Two plans that would do the same are the same. */
export function hashOf({ perfumes, variants }: Pick<Plan, 'perfumes' | 'variants'>): string {
  const essence = [
    perfumes.map(({ slug, changes }) => [slug, changes]),
    variants.map(({ sku, slug, changes }) => [sku, slug, changes]),
  ];
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}
