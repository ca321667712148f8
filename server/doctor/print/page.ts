/** A report as one page that needs nothing else: to keep, to print, to send to somebody. */
import { createHash } from 'node:crypto';
import { mendIn, type Finding } from '../../health/judge';
import { timeOf } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import type { LayerReport, Report } from '../report';
import { translateTo, type DoctorText } from '../texts';
import { drawAura } from './aura';
import { PAGE_STYLE } from './page-style';
import { MARKS } from './tree';
import { candidatesOf, coverageOf, findingsOf, sentenceOf, verdictOf, viewsOf, type Candidate } from './wording';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;

export function printPage(report: Report, locale: Locale): string {
  const text = translateTo(locale);
  const [verdict = '', more = ''] = verdictOf(report, text).map(escaped);
  const title = escaped(text('doctor:title', { domain: report.domain }));
  const time = timeOf(new Date(report.startedAt), locale);
  const at = escaped(text('doctor:when', { time, looked: viewsOf(report, text) }));
  const found = report.findings.map((finding) => articleOf(finding, { text, locale })).join('\n');
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header><span class="mark">ESSENCE AURA</span><span class="soft">${escaped(text('doctor:name'))}</span></header>
${drawAura(report, escaped(text('doctor:aura')))}
<main>
<h1>${verdict}</h1>
${more === '' ? '' : `<p>${more}</p>\n`}<p class="soft">${escaped(report.domain)} · <time datetime="${report.startedAt}">${at}</time></p>
${found === '' ? '' : `<h2>${escaped(text('doctor:found'))}</h2>\n${found}\n`}<h2>${escaped(text('doctor:allLayers'))}</h2>
<ol>
${report.layers.map((layer) => rowOf(report, layer, { text, locale })).join('\n')}
</ol>
</main>
<footer>${coverageOf(report, text).map(escaped).join(' · ')}</footer>
</body>
</html>
`;
}

interface Wording {
  readonly text: DoctorText;
  readonly locale: Locale;
}

function articleOf(finding: Finding, { text, locale }: Wording): string {
  const { id, layer, severity, certainty, owner, expert, browser, canBe, explains } = finding;
  const candidates = candidatesOf(finding, locale);
  const consequences = explains.map((below) => ({ id: below.id, sentence: below.owner[locale] }));
  const judged = [
    text(`doctor:layers.${layer}.name`),
    text(`doctor:severities.${severity}`),
    text(`doctor:certainties.${certainty}`),
    id,
  ];
  const fact = (label: string, value: string, isCode = false): string =>
    `<dt>${escaped(label)}</dt><dd${isCode ? ' class="code"' : ''}>${value}</dd>`;
  return `<article>
<h3>${escaped(owner[locale])}</h3>
<p class="judged ${severity === 'risk' ? 'soft' : 'wrong'}">${escaped(judged.join(' · '))}</p>
<dl>
${[
  fact(text('doctor:expert'), escaped(expert)),
  browser === null ? '' : fact(text('doctor:browser'), escaped(browser)),
  candidates.length === 0 ? '' : fact(text('doctor:canBe'), sentences(candidates)),
  fact(text(canBe.length === 0 ? 'doctor:mend' : 'doctor:decide'), escaped(mendIn(finding, locale)), true),
  explains.length === 0 ? '' : fact(text('doctor:explains'), sentences(consequences)),
]
  .filter((line) => line !== '')
  .join('\n')}
</dl>
</article>`;
}

const sentences = (said: readonly Candidate[]): string =>
  `<ul>${said.map(({ id, sentence }) => `<li>${sentence === null ? '' : `${escaped(sentence)} `}<span class="soft">${escaped(id)}</span></li>`).join('')}</ul>`;

function rowOf(report: Report, one: LayerReport, { text, locale }: Wording): string {
  const own = findingsOf(report, one.layer).map(({ owner }) => owner[locale]);
  const said = [...own, ...[sentenceOf(report, one, text)].filter((sentence) => sentence !== null)].join(' ');
  const unlooked = one.unlooked.map((reason) => `<span class="unlooked">${escaped(reason)}</span>`).join('');
  const wrong = one.state === 'fault' ? ' class="wrong"' : ' class="soft"';
  return (
    `<li><span${wrong}>${MARKS[one.state]}</span><span>${escaped(text(`doctor:layers.${one.layer}.name`))}</span>` +
    `<span class="said">${escaped(said)}</span><span class="count">${one.judged}/${one.known}</span>${unlooked}</li>`
  );
}
