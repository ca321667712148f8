/** A time as spreadsheets know them, and may take for one. */
export class TimeCell {
  constructor(readonly text: string) {}
}

/** A number stays a number; null is an empty cell. */
export type Cell = string | number | TimeCell | null;

/** Some rows at a time. The very first is the head. */
export type Rows = AsyncIterable<readonly (readonly Cell[])[]>;

export interface FileRecord {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}
