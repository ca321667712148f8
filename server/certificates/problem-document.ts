/** What a CA says when it refuses: a problem document (RFC 9457; RFC 8555, 6.7), or what came instead, in one line. */
import { z } from 'zod';
import { inOneLine } from '../values/text';

const ERROR_TYPE = 'urn:ietf:params:acme:error:';
/** Enough for the longest sentence of a CA about every name of the shop. */
const MAX_CHARACTERS = 600;
/** Of a page in which its words are looked for. */
const MAX_PAGE_CHARACTERS = 8_192;

/** A member that is not what it should be counts as missing, and spoils no other. */
const text = z.string().catch('');
const subproblem = z.object({ detail: text, identifier: z.object({ value: text }).catch({ value: '' }) });
const document = z.object({
  type: text,
  title: text,
  detail: text,
  subproblems: z.array(subproblem.catch({ detail: '', identifier: { value: '' } })).catch([]),
});

export interface Problem {
  /** Without the prefix of ACME's own; null where none was named. */
  readonly type: string | null;
  readonly said: string;
}

export function shortened(said: string): string {
  const line = inOneLine(said);
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS).trimEnd()} …` : line;
}

/** Of a proxy's or an outage's page: its words. */
const withoutTags = (page: string): string =>
  page.replaceAll(/<(script|style)\b[^]*?<\/\1\s*>/gi, ' ').replaceAll(/<[^>]*>/g, ' ');

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

export function readProblem(body: string): Problem {
  const { data } = document.safeParse(parse(body));
  if (!data) return { type: null, said: shortened(withoutTags(body.slice(0, MAX_PAGE_CHARACTERS))) };
  const type = shortened(data.type.replace(ERROR_TYPE, ''));
  const parts = data.subproblems
    .filter((part) => part.detail !== '')
    .map((part) => `${part.identifier.value || 'order'}: ${part.detail}`);
  const said = [data.detail || data.title, ...parts].filter((part) => part !== '').join('; ');
  return {
    type: type === '' || type === 'about:blank' ? null : type,
    said: shortened(said || (type === '' ? body : '')),
  };
}
