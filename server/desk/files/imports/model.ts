import type { Coded, Values } from '../../../i18n/translate';
import type { Named, PerfumeValues, VariantValues } from '../../../store/perfumes/model';
import { changesBetween, type Changes, type StoredChanges } from '../../audit/model';
import type { HouseChoice } from '../../perfumes/model';
import type { Format } from '../exports/model';
import type { deskFiles } from '../texts.ko';

/** A row's slug says which perfume is meant, and its SKU which variant. */
export type PerfumeOfFile = Omit<PerfumeValues, 'slug'>;
export type VariantOfFile = Omit<VariantValues, 'sku'>;

export interface StoredPerfume {
  readonly id: number;
  readonly slug: string;
  readonly version: number;
  readonly values: PerfumeOfFile;
  /** Today's file. */
  readonly picture: string;
}

export interface StoredVariant {
  readonly id: number;
  readonly sku: string;
  readonly slug: string;
  readonly values: VariantOfFile;
}

export interface Snapshot {
  readonly houses: readonly HouseChoice[];
  readonly notes: readonly Named[];
  readonly perfumes: ReadonlyMap<string, StoredPerfume>;
  readonly variants: ReadonlyMap<string, StoredVariant>;
  readonly taken: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** From a former address of a perfume of the file to the one it has. */
  readonly left: ReadonlyMap<string, string>;
  readonly lastPosition: number;
}

interface Planned<Stored extends { readonly values: object }> {
  readonly line: number;
  readonly slug: string;
  /** null: it is made. */
  readonly stored: Stored | null;
  readonly after: Stored['values'];
  readonly changes: Changes;
}

export type PlannedPerfume = Planned<StoredPerfume>;
export type PlannedVariant = Planned<StoredVariant> & { readonly sku: string };

/** Unless it would change nothing. */
export function plan<P extends Planned<StoredPerfume | StoredVariant>>(planned: P[], one: Omit<P, 'changes'>): void {
  const changes = changesBetween({ ...one.stored?.values }, { ...one.after });
  if (Object.keys(changes).length > 0) planned.push({ ...one, changes } as P);
}

export type CellFaultArguments = Coded<(typeof deskFiles)['errors']>;

export interface CellFault {
  readonly line: number;
  /** The column's English heading; null where it is the row's. */
  readonly column: string | null;
  readonly code: CellFaultArguments[0];
  readonly values: Values;
}

export interface Plan {
  readonly faults: readonly CellFault[];
  readonly moreFaults: boolean;
  /** Only those that would be made or changed. */
  readonly perfumes: readonly PlannedPerfume[];
  readonly variants: readonly PlannedVariant[];
  readonly rows: number;
}

export const STATES = ['checking', 'faulty', 'checked', 'importing', 'done', 'stale', 'broken', 'dropped'] as const;
export type ImportState = (typeof STATES)[number];

export const FINDINGS = ['error', 'create', 'change'] as const;
export type FindingKind = (typeof FINDINGS)[number];

export interface Finding {
  readonly kind: FindingKind;
  readonly position: number;
  readonly line: number;
  readonly subject: string;
  readonly detail: {
    readonly fault?: Omit<CellFault, 'line'>;
    readonly changes?: StoredChanges;
  };
}

export interface ImportFacts {
  /** Where it is missing, a CSV: it was taken in before there were others. */
  readonly format?: Format;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly columns?: readonly string[];
  readonly rows?: number;
  readonly error?: number;
  readonly create?: number;
  readonly change?: number;
  readonly moreFaults?: boolean;
  /** Why the file can't be read: values of the fault's text. */
  readonly fault?: Readonly<Record<string, string | number>>;
}

export interface Import {
  readonly id: string;
  readonly fileName: string;
  readonly actor: string;
  readonly keepsStock: boolean;
  readonly state: ImportState;
  readonly done: number;
  readonly total: number;
  readonly facts: ImportFacts;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}
