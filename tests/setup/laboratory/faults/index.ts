/** The table, from the name down to the disk. */
import type { LaboratoryFault } from '../table';
import { MACHINE_FAULTS } from './machine';
import { NAME_FAULTS } from './names';
import { ROAD_FAULTS } from './road';

export const FAULTS: readonly LaboratoryFault[] = [...NAME_FAULTS, ...ROAD_FAULTS, ...MACHINE_FAULTS];

const named = (name: string): LaboratoryFault => {
  const found = FAULTS.find((one) => one.name === name);
  if (!found) throw new Error(`no fault of the laboratory is named "${name}"`);
  return found;
};

/** Two at once: what is nearer to the visitor has to be said first. */
export const PAIRS: readonly (readonly [upper: LaboratoryFault, lower: LaboratoryFault])[] = [
  ['no name', 'the worker is dead'],
].map(([upper = '', lower = '']) => [named(upper), named(lower)] as const);
