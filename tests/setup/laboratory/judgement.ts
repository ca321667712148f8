/** What of a line of the laboratory counts, and how the whole of it is written down. */
import type { Report } from '../../../server/doctor/report';
import { FAULTS } from './faults';
import type { Line } from './run';

/** What is said first; null: nothing is. */
export const firstOf = (report: Report | undefined): string | null => report?.findings[0]?.id ?? null;

const othersOf = (report: Report | undefined): string =>
  (report?.findings ?? [])
    .slice(1)
    .map(({ id }) => id)
    .join(', ');

const seconds = (report: Report | undefined): string => ((report?.tookMs ?? 0) / 1000).toFixed(1);

/** A line for each fault: what should be said first from either side, and what was. */
export function confusionTable(lines: readonly Line[]): string {
  const rows = FAULTS.flatMap(({ name, id, outside }) => {
    const line = lines.find((one) => one.kind === 'fault' && one.name === name);
    if (!line) return [];
    const of = (expected: string | null, report: Report | undefined): string => {
      const first = firstOf(report);
      return first === expected ? (first ?? '–') : `**${first ?? '–'}** instead of ${expected ?? '–'}`;
    };
    const cells = [of(id, line.inside), othersOf(line.inside), of(outside, line.outside), othersOf(line.outside)];
    return [`| ${name} | ${cells.join(' | ')} | ${seconds(line.inside)} | ${seconds(line.outside)} |`];
  });
  return [
    '| fault | first, on the machine | beside it | first, from outside | beside it | s | s |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

export function pairsTable(lines: readonly Line[]): string {
  const pairs = lines.filter(({ kind }) => kind === 'pair');
  const rows = pairs.map(({ name, inside, outside }) => {
    const ids = (report: Report | undefined): string => (report?.findings ?? []).map(({ id }) => id).join(', ') || '–';
    return `| ${name} | ${ids(inside)} | ${ids(outside)} |`;
  });
  return ['| two at once | on the machine | from outside |', '| --- | --- | --- |', ...rows].join('\n');
}
