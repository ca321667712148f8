/** Perfumes as files hold them, and what becomes of a file. */
import type { Coded, Values } from '../../../i18n/translate';
import type { AccordWeights } from '../../../scent/accords';
import type { BottleCap, BottleShape } from '../../../scent/bottles';
import type { Changes } from '../../audit/model';
import type { deskFiles } from '../texts.ko';

export interface PerfumeValues {
  /** Slug. */
  readonly house: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly story_ko: string;
  readonly story_en: string;
  readonly perfumer_ko: string;
  readonly perfumer_en: string;
  readonly year: number;
  readonly concentration: string;
  readonly alcohol_percent: number;
  readonly family: string;
  readonly accords: AccordWeights;
  /** Slugs, in order. */
  readonly top_notes: readonly string[];
  readonly heart_notes: readonly string[];
  readonly base_notes: readonly string[];
  readonly position: number;
  /** ISO 8601, UTC; null: hidden. */
  readonly published_at: string | null;
  readonly archived: boolean;
}

export interface VariantValues {
  readonly volume_ml: number;
  readonly price: number;
  readonly stock: number;
  readonly low_stock: number;
  readonly volume_archived: boolean;
}

export interface StoredPerfume {
  readonly id: number;
  readonly slug: string;
  readonly values: PerfumeValues;
  /** Today's file. */
  readonly picture: string;
  /** Each variant that is sold, by SKU, in millilitres. */
  readonly sold: Readonly<Record<string, number>>;
}

export interface StoredVariant {
  readonly id: number;
  readonly sku: string;
  readonly slug: string;
  readonly values: VariantValues;
}

export interface HouseOfFile {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly bottle: BottleShape;
  readonly cap: BottleCap;
}

export interface NoteOfFile {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
}

/** What of the catalogue a file speaks of. */
export interface Snapshot {
  readonly houses: readonly HouseOfFile[];
  readonly notes: readonly NoteOfFile[];
  readonly perfumes: ReadonlyMap<string, StoredPerfume>;
  readonly variants: ReadonlyMap<string, StoredVariant>;
  /** Of each perfume of the file, its variants in millilitres with their SKUs, archived ones too. */
  readonly taken: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly lastPosition: number;
}

export interface PlannedPerfume {
  readonly line: number;
  readonly slug: string;
  /** null: it is made. */
  readonly stored: StoredPerfume | null;
  readonly after: PerfumeValues;
  readonly changes: Changes;
}

export interface PlannedVariant {
  readonly line: number;
  readonly sku: string;
  readonly slug: string;
  readonly stored: StoredVariant | null;
  readonly after: VariantValues;
  readonly changes: Changes;
}

/** What is wrong with a cell, and what the words for it name. */
export type CellFaultArguments = Coded<(typeof deskFiles)['errors']>;

/** One fault in one cell. */
export interface CellFault {
  readonly line: number;
  /** A key of the columns; null where it is the row's. */
  readonly column: string | null;
  readonly code: CellFaultArguments[0];
  readonly values: Values;
}

export interface Plan {
  readonly faults: readonly CellFault[];
  /** More faults than are kept. */
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
  /** A perfume's slug or a variant's SKU. */
  readonly subject: string;
  readonly detail: {
    readonly fault?: Omit<CellFault, 'line'>;
    readonly changes?: Changes;
  };
}

export interface ImportFacts {
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
