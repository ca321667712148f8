import type { Finding } from '../../health/judge';
import { REPORT_VERSION, type Report } from '../report';

export type Noted = Pick<Finding, 'id' | 'layer' | 'owner'>;

export interface Changes {
  readonly at: Date;
  readonly began: readonly Noted[];
  readonly ended: readonly Noted[];
}

export interface Diagnosis {
  /** null: nobody has looked yet, or a release that wrote it otherwise. */
  readonly report: Report | null;
  /** The last time that something came or went. */
  readonly changes: Changes | null;
  /** Somebody looks at this moment, or is about to. */
  readonly isUnderWay: boolean;
}

export interface StoredDiagnosis {
  readonly report: Report | null;
  readonly changedAt: string | null;
  readonly began: readonly Noted[];
  readonly ended: readonly Noted[];
  readonly isUnderWay: boolean;
}

export const diagnosisOf = ({ report, changedAt, began, ended, isUnderWay }: StoredDiagnosis): Diagnosis => ({
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- another release may have written it
  report: report?.version === REPORT_VERSION ? report : null,
  changes: changedAt === null ? null : { at: new Date(changedAt), began, ended },
  isUnderWay,
});

/** All of them, also those that are only consequences: what becomes one has not gone. */
const notedIn = ({ findings }: Report): readonly Noted[] =>
  findings.flatMap((finding) => [finding, ...finding.explains]).map(({ id, layer, owner }) => ({ id, layer, owner }));

/** null: the same is the case as before, or there was no before. */
export function changesOf(before: Report | null, report: Report): Changes | null {
  if (!before) return null;
  const [then, now] = [notedIn(before), notedIn(report)];
  const without = (some: readonly Noted[], others: readonly Noted[]): readonly Noted[] =>
    some.filter(({ id }) => !others.some((other) => other.id === id));
  const [began, ended] = [without(now, then), without(then, now)];
  return began.length + ended.length === 0 ? null : { at: new Date(report.startedAt), began, ended };
}
