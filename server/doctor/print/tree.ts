/** A report as a tree of lines for a terminal, or for a file that its output goes to. */
import { mendIn, type Finding } from '../../health/judge';
import type { Locale } from '../../i18n/locale';
import { BOLD, createPaint, FAINT, GREEN, RED, YELLOW } from '../../process/terminal';
import type { LayerReport, LayerState, Report } from '../report';
import { translateTo } from '../texts';
import { padded, widthOf, wrapped } from './lines';
import { candidatesOf, coverageOf, findingsOf, sentenceOf, verdictOf, viewsOf } from './wording';

export interface TreeOptions {
  readonly locale: Locale;
  readonly coloured: boolean;
  /** null: lines are as long as they are. */
  readonly columns: number | null;
}

export const MARKS: Readonly<Record<LayerState, string>> = { well: '✓', fault: '✗', unknown: '?' };
const COLOURS: Readonly<Record<LayerState, number>> = { well: GREEN, fault: RED, unknown: YELLOW };
const WIDEST = 110;

export function printTree(report: Report, { locale, coloured, columns }: TreeOptions): string {
  const text = translateTo(locale);
  const paint = createPaint(coloured);
  const room = columns === null ? null : Math.max(40, Math.min(columns, WIDEST));
  const nameWidth = 2 + Math.max(...report.layers.map(({ layer }) => widthOf(text(`doctor:layers.${layer}.name`))));

  /** Behind a label; the lines that it is broken into begin where it begins. */
  function hanging(
    indent: number,
    label: string,
    said: string,
    colours: { label?: number; said?: number } = {},
  ): string[] {
    const put = (code: number | undefined, part: string): string => (code && part !== '' ? paint(code, part) : part);
    const [first = '', ...more] = wrapped(said, room === null ? null : room - indent - widthOf(label));
    const below = ' '.repeat(indent + widthOf(label));
    return [
      `${' '.repeat(indent)}${put(colours.label ?? FAINT, label)}${put(colours.said, first)}`,
      ...more.map((line) => below + put(colours.said, line)),
    ];
  }

  function layerLines(one: LayerReport): string[] {
    const name = padded(text(`doctor:layers.${one.layer}.name`), nameWidth);
    const said =
      (one.state === 'well' ? null : sentenceOf(report, one, text)) ??
      text('doctor:checks', { judged: one.judged, known: one.known });
    return [
      ...hanging(2, `${MARKS[one.state]} ${name}`, said, { label: COLOURS[one.state] }),
      ...one.unlooked.flatMap((reason) => hanging(6, `${text('doctor:unlooked')}: `, reason, { said: FAINT })),
      ...findingsOf(report, one.layer).flatMap(findingLines),
    ];
  }

  function findingLines(finding: Finding): string[] {
    const { owner, id, severity, certainty, expert, browser, canBe, explains } = finding;
    const facts = [
      [text('doctor:expert'), expert],
      ...(browser === null ? [] : [[text('doctor:browser'), browser] as const]),
      ...candidatesOf(finding, locale).map(
        ({ id: other, sentence }, index) =>
          [index === 0 ? text('doctor:canBe') : '', sentence === null ? other : `${other} ${sentence}`] as const,
      ),
      [text(canBe.length === 0 ? 'doctor:mend' : 'doctor:decide'), mendIn(finding, locale)],
      ...explains.map((below) => [text('doctor:explains'), `${below.id} ${below.owner[locale]}`] as const),
    ] as const;
    const label = Math.max(...facts.map(([name]) => widthOf(name))) + 2;
    const judged = [id, text(`doctor:severities.${severity}`), text(`doctor:certainties.${certainty}`)].join(' · ');
    return [
      ...hanging(6, '', owner[locale], { said: BOLD }),
      ...hanging(6, '', judged, { said: severity === 'risk' ? YELLOW : RED }),
      ...facts.flatMap(([name, said]) => hanging(6, padded(name, label), said)),
    ];
  }

  const heading = `${text('doctor:name')} · ${report.domain} · ${viewsOf(report, text)}`;
  return [
    ...['', `  ${heading}`, '', ...report.layers.flatMap(layerLines), ''],
    ...hanging(2, '', verdictOf(report, text).join(' '), { said: report.findings.length > 0 ? RED : GREEN }),
    ...hanging(2, '', coverageOf(report, text)[0] ?? '', { said: FAINT }),
    '',
  ].join('\n');
}
