// Pure: the shop's public addresses, and the parameters each of them reads: the same bytes for everybody, so that the
// edge may keep them. The shop reads them through publicAddress too, so that both take a parameter for the same.
import { isOriginForm } from './origin-form';

interface PublicPage {
  readonly route: string;
  readonly path: RegExp;
  readonly parameters: readonly string[];
  /** False: it exists once, not once a language. */
  readonly translated: boolean;
}

const LISTING = ['q', 'family', 'note', 'house', 'concentration', 'price_min', 'price_max', 'sort', 'page'];
const FILE = String.raw`[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}`;

const page = (route: string, path: RegExp, parameters: readonly string[] = []): PublicPage => ({
  route,
  path,
  parameters,
  translated: true,
});
const file = (route: string, path: RegExp): PublicPage => ({ route, path, parameters: [], translated: false });

const PAGES: readonly PublicPage[] = [
  file('/assets/:file', new RegExp(`^/assets/${FILE}$`)),
  file('/pictures/:file', new RegExp(`^/pictures/${FILE}$`)),
  page('/', /^\/$/),
  page('/perfumes', /^\/perfumes$/, LISTING),
  page('/perfumes/:slug', /^\/perfumes\/[a-z0-9-]{1,120}$/, ['ml']),
  page('/terms', /^\/terms$/),
  page('/privacy', /^\/privacy$/),
  page('/delivery', /^\/delivery$/),
  file('/robots.txt', /^\/robots\.txt$/),
  file('/sitemap.xml', /^\/sitemap\.xml$/),
];

export const PUBLIC_ROUTES: readonly string[] = PAGES.map(({ route }) => route);

/** Longer ones are asked of the shop every time. */
const MAX_QUERY_LENGTH = 1_000;

function pageOf(path: string): PublicPage | undefined {
  const english = path === '/en' || path.startsWith('/en/');
  const untranslated = english ? path.slice('/en'.length) || '/' : path;
  return PAGES.find((one) => one.path.test(untranslated) && (one.translated || !english));
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

/** @returns the address in its normal form, which shows the same page; null when it isn't public */
export function publicAddress(url: string): string | null {
  const mark = url.indexOf('?');
  const given = mark === -1 ? url : url.slice(0, mark);
  const found = pageOf(given);
  if (!found || !isOriginForm(url)) return null;
  const path = given === '/en/' ? '/en' : given;
  if (mark === -1 || found.parameters.length === 0) return path;
  if (url.length - mark > MAX_QUERY_LENGTH) return null;
  const query = normalisedQuery(url.slice(mark + 1), found.parameters);
  if (query.length > MAX_QUERY_LENGTH) return null;
  return query === '' ? path : `${path}?${query}`;
}
