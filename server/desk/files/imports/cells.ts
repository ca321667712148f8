import { worded } from '../../../i18n/translate';
import type { Field } from '../../../store/perfumes';
import type { Known } from '../../../store/perfumes/model';
import { read as readValue } from '../../../values/reading';
import { deskFiles } from '../texts.ko';
import type { Column } from './columns';
import type { CellFault, CellFaultArguments } from './model';
import type { Row } from './reading';

type Values = Readonly<Record<string, unknown>>;

interface Before {
  /** Missing: the row makes something new. */
  readonly stored: Values | undefined;
  readonly absent: Values;
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

  return {
    fault,
    read,
    /** What was there before with what the row says; null where something of it is wrong. */
    valuesOf(row: Row, fields: readonly Column<string>[], { stored, absent }: Before): Values | null {
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
          const value = read(row.line, column, field, cell);
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
