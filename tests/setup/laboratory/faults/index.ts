/** The table, from the name down to the disk. */
import type { LaboratoryFault } from '../table';
import { BETWEEN_FAULTS } from './between';
import { MACHINE_FAULTS } from './machine';
import { MOVE_FAULTS } from './moves';
import { NAME_FAULTS } from './names';
import { ROAD_FAULTS } from './road';
import { STORY } from './story';
import { UPKEEP_FAULTS } from './upkeep';

export { STORY };

export const FAULTS: readonly LaboratoryFault[] = [
  ...[...NAME_FAULTS, ...MOVE_FAULTS, ...ROAD_FAULTS, ...BETWEEN_FAULTS, ...MACHINE_FAULTS, ...UPKEEP_FAULTS, ...STORY],
];

const named = (name: string): LaboratoryFault => {
  const found = FAULTS.find((one) => one.name === name);
  if (!found) throw new Error(`no fault of the laboratory is named "${name}"`);
  return found;
};

/** Two at once: what is nearer to the visitor has to be said first. */
export const PAIRS: readonly (readonly [upper: LaboratoryFault, lower: LaboratoryFault])[] = [
  ['held by the registry', 'the worker is dead'],
  ['held by the registry', '443 is closed in the cloud'],
  ['not registered', 'Postgres is dead'],
  ['a key at the registry that the zone hasn’t', 'the edge is dead'],
  ['a key at the registry that the zone hasn’t', 'a certificate that has ended'],
  ['addresses of another machine', 'the worker is dead'],
  ['addresses of another machine', 'the disk is full'],
  ['443 is closed by the machine', 'a certificate that has ended'],
  ['443 is closed by the machine', 'the worker is dead'],
  ['the edge is dead', 'Postgres is dead'],
  ['the edge is dead', 'the last backup failed'],
  ['plain HTTP on 443', 'the worker is dead'],
  ['a certificate that has ended', 'the worker is dead'],
  ['a certificate that has ended', 'Postgres is dead'],
  ['a circle of redirects', 'nobody does the jobs'],
  ['the worker listens elsewhere', 'the disk is full'],
  ['Postgres is dead', 'nobody does the jobs'],
  ['Postgres is dead', 'the mail server is silent'],
  ['preflights are refused', 'the last backup is days old'],
  ['not registered', 'the worker is dead'],
].map(([upper = '', lower = '']) => [named(upper), named(lower)] as const);
