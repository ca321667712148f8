/** One row of the laboratory: a fault, how it is made, and what has to be said of it first. */
import type { Undo } from './namespaces';
import type { World } from './world';

export interface LaboratoryFault {
  /** Short, and its own: pairs and reports name it. */
  readonly name: string;
  /** What must be said first on the machine, and the catalogue's own id. */
  readonly id: string;
  /** What must be said first from outside: the same, or the class that it looks like. null: nothing is seen from there. */
  readonly outside: string | null;
  /** Resolves when it is the case. */
  readonly make: (world: World) => Promise<Undo> | Undo;
}

interface Options {
  readonly outside?: string | null;
}

/** Seen alike from both sides, unless told otherwise. */
export const fault = (
  name: string,
  id: string,
  make: LaboratoryFault['make'],
  { outside = id }: Options = {},
): LaboratoryFault => ({ name, id, outside, make });

/** One thing after the other; undone from the last to the first. */
export async function all(...making: readonly (() => Promise<Undo> | Undo)[]): Promise<Undo> {
  const undone: Undo[] = [];
  const undo = async (): Promise<void> => {
    for (let last = undone.pop(); last; last = undone.pop()) await last();
  };
  try {
    for (const make of making) undone.push(await make());
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}
