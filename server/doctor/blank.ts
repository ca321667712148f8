/** Takes out of a report what nobody else may read: people's addresses, passwords, tokens; and what isn't to be read. */
import { stripVTControlCharacters } from 'node:util';
import { inOneLine } from '../values/text';
import type { Report } from './report';

const RULES: readonly (readonly [RegExp, string])[] = [
  // A password may have a slash or an @ in it.
  [/(:\/\/)[^\s/:@]*:[^\s"'<>]*@/g, '$1…@'],
  [/\b(bearer\s+)(?!token\b)[\w.~+/-]+=*/gi, '$1…'],
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

/** Nothing that a terminal obeys or that turns the direction of reading is left; lines stay. */
const legible = (text: string): string => stripVTControlCharacters(text).split('\n').map(inOneLine).join('\n');

export const blank = (text: string): string =>
  RULES.reduce((rest, [what, by]) => rest.replace(what, by), legible(text));

/** Every string in it, however deep. */
function blankIn(value: unknown): unknown {
  if (typeof value === 'string') return blank(value);
  if (Array.isArray(value)) return value.map(blankIn);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, blankIn(part)]));
}

export const blankReport = (report: Report): Report => blankIn(report) as Report;
