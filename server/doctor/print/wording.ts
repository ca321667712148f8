/** What terminal, page and desk say alike of a report. */
import { FAULTS } from '../../health/catalogue';
import type { Finding } from '../../health/judge';
import type { Layer } from '../../health/layers';
import type { Locale } from '../../i18n/locale';
import type { LayerReport, Report } from '../report';
import type { DoctorText } from '../texts';

/** The cause that holds a layer up which has no finding of its own. */
export const heldUpBy = (report: Report, layer: Layer): Finding | null =>
  report.findings.some((one) => one.layer === layer)
    ? null
    : (report.findings.find(({ explains }) => explains.some((below) => below.layer === layer)) ?? null);

export const findingsOf = (report: Report, layer: Layer): readonly Finding[] =>
  report.findings.filter((one) => one.layer === layer);

/** One sentence; null where its findings say it. */
export function sentenceOf(report: Report, { layer, state }: LayerReport, text: DoctorText): string | null {
  const at = text(`doctor:layers.${layer}.at`);
  if (state === 'unknown') return text('doctor:unknown');
  if (state === 'well') return text('doctor:well', { at });
  const cause = heldUpBy(report, layer);
  return cause && text('doctor:follows', { at, id: cause.id });
}

export interface Candidate {
  readonly id: string;
  /** null: its row says nothing without evidence. */
  readonly sentence: string | null;
}

/** What a class can be, of what has a row. */
export const candidatesOf = ({ canBe }: Finding, locale: Locale): readonly Candidate[] =>
  canBe.flatMap((id) => {
    const words: unknown = FAULTS.find((row) => row.id === id)?.owner[locale];
    return words === undefined ? [] : [{ id, sentence: typeof words === 'string' ? words : null }];
  });

export function viewsOf({ views }: Report, text: DoctorText): string {
  return text('doctor:looked', { views: views.map((view) => text(`doctor:views.${view}`)).join(', ') });
}

export const isBlind = ({ layers }: Report): boolean => layers.every(({ state }) => state === 'unknown');

/** The verdict, first in few words and then in more. */
export function verdictOf(report: Report, text: DoctorText): readonly string[] {
  const [worst] = report.findings;
  if (worst) {
    return [text('doctor:summary.faults', { count: report.findings.length }), text(`doctor:summary.${worst.severity}`)];
  }
  return [text(isBlind(report) ? 'doctor:summary.nothing' : 'doctor:summary.well')];
}

/** How much was looked at, and what wasn't. */
export function coverageOf(report: Report, text: DoctorText): readonly string[] {
  const [unseen, seen] = [report.layers.filter(isUnseen), report.layers.filter((one) => !isUnseen(one))];
  const seconds = (report.tookMs / 1000).toFixed(1);
  const took = text('doctor:summary.took', { layers: seen.length, seconds });
  if (unseen.length === 0 || seen.length === 0) return [took];
  const layers = unseen.map(({ layer }) => text(`doctor:layers.${layer}.name`)).join(', ');
  return [took, text('doctor:summary.unseen', { layers })];
}

const isUnseen = ({ state }: LayerReport): boolean => state === 'unknown';
