/** What a file would make of the catalogue: every fault with its place, every change from what to what. Pure. */
import { createHash } from 'node:crypto';
import { changesBetween } from '../../audit/model';
import { CellError, type CellType } from './cells';
import {
  PERFUME_COLUMNS,
  PERFUME_DEFAULTS,
  perfumeTypes,
  SKU,
  SLUG,
  VARIANT_COLUMNS,
  VARIANT_DEFAULTS,
  VARIANT_TYPES,
  type Column,
} from './columns';
import type {
  CellFault,
  CellFaultArguments,
  PerfumeValues,
  Plan,
  PlannedPerfume,
  PlannedVariant,
  Snapshot,
  StoredPerfume,
  StoredVariant,
  VariantValues,
} from './model';
import type { Row, Table } from './reading';

const MOST_FAULTS = 1_000;

export interface PlanOptions {
  /** What "yes" means in the column of publication. */
  readonly now: Date;
  /** Counts of variants that are there already stay as they are. */
  readonly keepsStock: boolean;
}

type Types = Readonly<Record<string, CellType<unknown>>>;
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
  const types = perfumeTypes(snapshot, now) as unknown as Types;
  const has = (column: Column): boolean => columns.includes(column);
  let lastPosition = snapshot.lastPosition;

  const fault = (line: number, column: Column | null, ...[code, values]: CellFaultArguments): void =>
    void faults.push({ line, column, code, values: values ?? {} });

  function reading<T>(line: number, column: Column, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      fault(line, column, ...error.fault);
      return undefined;
    }
  }

  /** The stored values with what the row says, or null where something of it is wrong. */
  function valuesOf(row: Row, names: readonly Column[], known: Types, start: { stored?: Values; defaults: Values }) {
    const { stored, defaults } = start;
    const values: Record<string, unknown> = { ...(stored ?? defaults) };
    let isRight = true;
    for (const name of names) {
      const cell = row.cells[name];
      const type = known[name];
      if (!type) continue;
      if (cell === undefined || (cell === '' && !stored && name in defaults)) {
        if (name in values) continue;
        fault(row.line, name, has(name) ? 'required' : 'columnMissing');
        isRight = false;
      } else if (!stored || cell !== String(type.write(stored[name]))) {
        const value = reading(row.line, name, () => type.read(cell));
        if (value === undefined) isRight = false;
        else values[name] = value;
      }
    }
    return isRight ? values : null;
  }

  function takePerfume(row: Row, slug: string, stored: StoredPerfume | undefined): boolean {
    if (!stored && reading(row.line, 'slug', () => SLUG.read(slug)) === undefined) return false;
    const start = stored
      ? { stored: stored.values as unknown as Values, defaults: {} }
      : { defaults: { ...PERFUME_DEFAULTS, position: lastPosition + 1 } };
    const read = valuesOf(row, PERFUME_COLUMNS, types, start);
    if (!read) return false;
    const after = settled(read as unknown as PerfumeValues, stored, now);
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
    const said = PERFUME_COLUMNS.filter((column) => has(column));
    if (said.every((column) => (row.cells[column] ?? '').trim() === '')) return;
    for (const column of said) {
      if (row.cells[column] !== group.cells[column]) fault(row.line, column, 'differs', { line: group.line });
    }
  }

  function takeVariant(row: Row, slug: string, sku: string, stored: StoredVariant | undefined): void {
    const before = skus.get(sku);
    if (before !== undefined) return fault(row.line, 'sku', 'twiceInFile', { line: before });
    skus.set(sku, row.line);
    if (!stored && reading(row.line, 'sku', () => SKU.read(sku)) === undefined) return;
    const names = keepsStock && stored ? VARIANT_COLUMNS.filter((name) => name !== 'stock') : VARIANT_COLUMNS;
    const start = stored
      ? { stored: stored.values as unknown as Values, defaults: {} }
      : { defaults: VARIANT_DEFAULTS };
    const read = valuesOf(row, names, VARIANT_TYPES, start);
    if (!read) return;
    const after = read as unknown as VariantValues;
    if (!isFree(row, slug, stored, after)) return;
    const changes = changesBetween(stored ? { ...stored.values } : {}, { ...after });
    if (Object.keys(changes).length > 0) {
      variants.push({ line: row.line, sku, slug, stored: stored ?? null, after, changes });
    }
  }

  /** A perfume has each variant once, and a variant stays what it is: past orders name it. */
  function isFree(row: Row, slug: string, stored: StoredVariant | undefined, { volume_ml }: VariantValues): boolean {
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
    const sku = (row.cells.sku ?? '').trim();
    const stored = snapshot.variants.get(sku);
    const slug = (row.cells.slug ?? '').trim() || stored?.slug;
    if (slug === undefined) return fault(row.line, 'sku', sku === '' ? 'noKey' : 'unknownSku');
    if (stored && stored.slug !== slug) return fault(row.line, 'slug', 'otherPerfume', { slug: stored.slug });
    const group = groups.get(slug);
    if (group) takeAgain(row, group);
    else {
      const isKnown = takePerfume(row, slug, snapshot.perfumes.get(slug));
      groups.set(slug, { line: row.line, cells: row.cells, isKnown });
    }
    if (sku !== '') takeVariant(row, slug, sku, stored);
    else if (VARIANT_COLUMNS.some((column) => (row.cells[column] ?? '').trim() !== ''))
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

/** To the minute it is shown from the same time; and what is shown already stays so since when it was. */
function settled(values: PerfumeValues, stored: StoredPerfume | undefined, now: Date): PerfumeValues {
  const before = stored?.values.published_at ?? null;
  if (before === null || values.published_at === null) return values;
  const isYes = values.published_at === now.toISOString() && before <= values.published_at;
  return isYes || before.slice(0, 16) === values.published_at.slice(0, 16)
    ? { ...values, published_at: before }
    : values;
}

/** Two plans that would do the same are the same. */
export function hashOf({ perfumes, variants }: Pick<Plan, 'perfumes' | 'variants'>): string {
  const essence = [
    perfumes.map(({ slug, changes }) => [slug, changes]),
    variants.map(({ sku, slug, changes }) => [sku, slug, changes]),
  ];
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}
