import { worded } from '../../../i18n/translate';
import type { Field } from '../../../store/perfumes';
import type { Known } from '../../../store/perfumes/model';
import { begun } from '../../../values/numbers';
import { read as readValue } from '../../../values/reading';
import { deskFiles } from '../texts.ko';
import type { Column } from './columns';
import type { Exported } from './marks';
import type { CellFault, CellFaultArguments } from './model';
import type { Row } from './reading';

type Values = Readonly<Record<string, unknown>>;

interface Before {
  /** Missing: the row makes something new. */
  readonly stored: Values | undefined;
  readonly absent: Values;
  /** What the row's cells were when it was exported; null where it wasn't. */
  readonly exported: Exported | null;
}

export type Cells = ReturnType<typeof createCells>;

export function createCells(columns: readonly string[], known: Known, earlier: readonly CellFault[] = []) {
  const faults = [...earlier];
  const has = (column: string): boolean => columns.includes(column);

  function fault(line: number, column: string | null, ...[code, values]: CellFaultArguments): void {
    faults.push({ line, column, code, values: values ?? {} });
  }

  /** @returns undefined where the cell is wrong, with the fault noted */
  const read = <T>(line: number, column: string, { type }: Field<T>, cell: string): T | undefined =>
    readValue(
      (typed) => type.read(typed, known),
      cell,
      ({ code, values }) => faults.push({ line, column, code: worded(deskFiles.errors, code), values }),
    );

  /** What a cell makes of a value that is there. @returns undefined where it is wrong */
  function changed({ line }: Row, field: Column<string>, cell: string, before: unknown, exported: Exported | null) {
    const { column, type } = field;
    const now = type.write(before, known);
    if (cell === String(now) || exported?.had(column, cell)) return before;
    const value = read(line, column, field, cell);
    if (value === undefined || !exported) return value;
    const wanted = type.write(value, known);
    if (exported.had(column, wanted)) return before;
    if (wanted === now || exported.had(column, now)) return value;
    fault(line, column, 'movedSince', { now: begun(String(now)) || '–' });
    return undefined;
  }

  return {
    fault,
    read,
    /** What was there before with what the row says; null where something of it is wrong. */
    valuesOf(row: Row, fields: readonly Column<string>[], { stored, absent, exported }: Before): Values | null {
      const values: Record<string, unknown> = { ...(stored ?? absent) };
      let isRight = true;
      for (const field of fields) {
        const { name, column } = field;
        const cell = row.cells[column];
        if (cell === undefined || (cell === '' && !stored && name in absent)) {
          if (name in values) continue;
          fault(row.line, column, has(column) ? 'required' : 'columnMissing');
          isRight = false;
        } else {
          const value = stored
            ? changed(row, field, cell, stored[name], exported)
            : read(row.line, column, field, cell);
          if (value === undefined) isRight = false;
          else values[name] = value;
        }
      }
      return isRight ? values : null;
    },
    has,
    faults,
  };
}
