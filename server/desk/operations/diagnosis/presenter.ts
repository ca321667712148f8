import type { Diagnosis, Noted } from '../../../doctor/kept/model';
import { candidatesOf, coverageOf, sentenceOf, verdictOf } from '../../../doctor/print';
import type { LayerReport, Report } from '../../../doctor/report';
import { mendIn, type Finding } from '../../../health/judge';
import type { TimedWording } from '../../web/format';
import type { Fact } from '../presenter';

/** What the doctor found when it looked last. */
export function presentDiagnosis({ report, changes, isUnderWay }: Diagnosis, wording: TimedWording) {
  const { text, format, locale } = wording;
  const noted = (some: readonly Noted[]): readonly string[] => some.map(({ owner }) => owner[locale]);
  return {
    isUnderWay,
    looked: report
      ? text('deskOperations:doctor.looked', { time: format.time(new Date(report.startedAt)) })
      : text('deskOperations:doctor.never'),
    verdict: report ? verdictOf(report, text).join(' ') : null,
    isWrong: report !== null && report.findings.length > 0,
    coverage: report ? coverageOf(report, text).join('. ') : null,
    findings: report?.findings.map((finding) => presentFinding(finding, wording)) ?? [],
    layers: report?.layers.map((layer) => presentLayer(report, layer, wording)) ?? [],
    changes: changes && {
      title: text('deskOperations:doctor.changed', { time: format.time(changes.at) }),
      began: noted(changes.began),
      ended: noted(changes.ended),
    },
  };
}

function presentFinding(finding: Finding, { text, locale }: TimedWording) {
  const { id, layer, severity, certainty, owner, expert, browser, canBe, explains } = finding;
  const facts: (Fact | null)[] = [
    {
      label: text('deskOrders:columns.state'),
      value: [
        text(`doctor:severities.${severity}`),
        text(`doctor:layers.${layer}.name`),
        text(`doctor:certainties.${certainty}`),
      ].join(', '),
      wrong: severity !== 'risk',
    },
    { label: text(canBe.length === 0 ? 'doctor:mend' : 'doctor:decide'), value: mendIn(finding, locale), code: true },
    { label: text('doctor:expert'), value: `${id}: ${expert}`, code: true },
    browser === null ? null : { label: text('doctor:browser'), value: browser, code: true },
    ...candidatesOf(finding, locale).map(({ id, sentence }) => ({
      label: text('doctor:canBe'),
      value: sentence ?? id,
    })),
    ...explains.map((below) => ({ label: text('doctor:explains'), value: below.owner[locale] })),
  ];
  return { sentence: owner[locale], facts: facts.filter((fact) => fact !== null) };
}

function presentLayer(report: Report, one: LayerReport, { text, locale }: TimedWording): Fact {
  const own = report.findings.filter(({ layer }) => layer === one.layer).map(({ owner }) => owner[locale]);
  return {
    label: text(`doctor:layers.${one.layer}.name`),
    value: sentenceOf(report, one, text) ?? own.join(' '),
    wrong: one.state === 'fault',
  };
}
