/** Takes out of a report what nobody else may read: people's addresses, passwords, tokens. */
import type { Finding } from '../health/judge';
import type { Report } from './report';

const RULES: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/:@]*:[^\s/@]*@/g, '$1…@'],
  // Of a person's address, what tells its owner which one it is. A unit of systemd has an @ too.
  [/([\w.%+-])[\w.%+-]*(@\w[\w.-]*\.(?!(?:service|timer|socket)\b)[a-z]{2,})\b/gi, '$1…$2'],
  [/\b(authorization|(?:set-)?cookie|x-amz-security-token)(["']?\s*[:=]\s*)[^\n,)]+/gi, '$1$2…'],
  // `name=value` and `"name": "value"`; in a sentence, a colon is only a colon.
  [
    /\b([\w-]*(?:password|passwd|secret|token|nonce|signature|api[_-]?key))(\s*=\s*["']?|["']\s*:\s*["']?)[^\s"'&,;)]+/gi,
    '$1$2…',
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, 'AKIA…'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '…'],
  // A JSON Web Token, of which the first part always begins so.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…'],
];

export const blank = (text: string): string => RULES.reduce((rest, [what, by]) => rest.replace(what, by), text);

function blankFinding(finding: Finding): Finding {
  const { owner, expert, browser, mend, explains } = finding;
  return {
    ...finding,
    owner: { ko: blank(owner.ko), en: blank(owner.en) },
    expert: blank(expert),
    browser: browser && blank(browser),
    mend: blank(mend),
    explains: explains.map(blankFinding),
  };
}

export const blankReport = (report: Report): Report => ({
  ...report,
  layers: report.layers.map((layer) => ({ ...layer, unlooked: layer.unlooked.map(blank) })),
  findings: report.findings.map(blankFinding),
});
