/**
 * Pure: the shop's public addresses, and the parameters each of them reads. What is found here is the same bytes for
 * everybody and is asked of the shop without anything that says who asked; so the edge may keep it. What isn't listed
 * is never kept. A route that is added or reads another parameter is added here (`tests/web/public-pages.test.ts`).
 */

interface PublicPage {
  /** Of the path without the language. */
  readonly path: RegExp;
  readonly parameters: readonly string[];
  /** False: it exists once, not once a language. */
  readonly translated: boolean;
}

const LISTING = ['q', 'family', 'note', 'house', 'concentration', 'price_min', 'price_max', 'sort', 'page'];

const PAGES: readonly PublicPage[] = [
  { path: /^\/$/, parameters: [], translated: true },
  { path: /^\/perfumes$/, parameters: LISTING, translated: true },
  { path: /^\/perfumes\/[a-z0-9-]{1,120}$/, parameters: ['ml'], translated: true },
  { path: /^\/(?:terms|privacy|delivery)$/, parameters: [], translated: true },
  { path: /^\/(?:robots\.txt|sitemap\.xml)$/, parameters: [], translated: false },
  { path: /^\/(?:assets|pictures)(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,120}){1,4}$/, parameters: [], translated: false },
];

/** Longer ones are asked of the shop every time. */
const MAX_QUERY_LENGTH = 1_000;

function pageOf(path: string): PublicPage | undefined {
  const english = path === '/en' || path.startsWith('/en/');
  const untranslated = english ? path.slice('/en'.length) || '/' : path;
  return PAGES.find((page) => page.path.test(untranslated) && (page.translated || !english));
}

/** Only what the page reads, the first of each name, in one order, written in one way. */
function normalisedQuery(query: string, parameters: readonly string[]): string {
  const given = new URLSearchParams(query);
  const kept = new URLSearchParams();
  for (const name of parameters) {
    const value = given.get(name);
    if (value !== null && value !== '') kept.set(name, value);
  }
  return kept.toString();
}

/**
 * @param url path and query, as in a request line
 * @returns the address in its normal form, which shows the same page; null when it isn't public
 */
export function publicAddress(url: string): string | null {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const page = pageOf(path);
  if (!page) return null;
  if (mark === -1 || page.parameters.length === 0) return path;
  if (url.length - mark > MAX_QUERY_LENGTH) return null;
  const query = normalisedQuery(url.slice(mark + 1), page.parameters);
  return query === '' ? path : `${path}?${query}`;
}
