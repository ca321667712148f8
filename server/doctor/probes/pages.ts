import type { CookieSet, PageFile, PageRole, ShownPage } from '../../health/facts/http';
import { originOf, type Target } from '../../health/facts/target';
import { SLOW_PAGE_MS } from '../../health/slow';
import { ask, type Question, type Reply } from '../ask';
import { tagsOf, type Tag } from '../html';
import { orNull } from '../patience';
import { probe } from '../probe';
import { addressOf, questionTo } from './reached';

/** Those that rows judge. */
const JUDGED = [
  ...['age', 'cache-control', 'cache-status', 'content-security-policy', 'content-security-policy-report-only'],
  ...['content-type', 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'referrer-policy', 'server'],
  ...['strict-transport-security', 'via', 'x-cache', 'x-content-type-options', 'x-frame-options', 'x-request-id'],
];

export const pages = probe({
  fact: 'pages',
  layer: 'http',
  view: 'outside',
  deadlineMs: 18_000,
  after: ['greetings'],
  async gather({ target }, { greetings }, signal): Promise<readonly ShownPage[]> {
    const { apex, app } = target.hosts;
    const show = async (role: PageRole, host: string, path: string): Promise<Shown | null> => {
      const address = addressOf(greetings, host);
      const question = { ...questionTo(target, { host, address }, path), headers: { accept: 'text/html' } };
      const reply = await orNull(signal, askPatiently(question, signal));
      return reply && { reply, page: pageOf(role, `${originOf(target, host)}${path}`, address, reply) };
    };
    const listing = show('listing', apex, '/perfumes');
    const perfume = listing.then((shown) => {
      const path = shown ? perfumePathOf(shown, target) : null;
      return path === null ? null : show('perfume', apex, path);
    });
    const isDeskThere = greetings.some(({ host, status }) => host === app && status !== null);
    const shown = await Promise.all([
      show('home', apex, '/'),
      listing,
      perfume,
      show('private', apex, '/cart'),
      show('private', apex, '/account/login'),
      isDeskThere ? show('desk', app, '/admin/sign-in') : null,
    ]);
    const answered = shown.flatMap((one) => (one ? [one.page] : []));
    if (answered.length === 0) throw new Error('no page is answered');
    return answered;
  },
});

interface Shown {
  readonly reply: Reply;
  readonly page: ShownPage;
}

/** Of two answers the faster one, where the first was slow. */
async function askPatiently(question: Question, signal: AbortSignal): Promise<Reply> {
  const first = await ask(question, signal);
  if (first.firstByteMs <= SLOW_PAGE_MS) return first;
  const second = await ask(question, signal);
  return second.firstByteMs < first.firstByteMs ? second : first;
}

function perfumePathOf({ reply, page }: Shown, target: Target): string | null {
  const origin = originOf(target, target.hosts.apex);
  for (const { name, attributes } of tagsOf(reply.body)) {
    const href = attributes.get('href');
    if (name !== 'a' || href === undefined || !URL.canParse(href, page.url)) continue;
    const url = new URL(href, page.url);
    if (url.origin === origin && /^\/perfumes\/[a-z0-9-]+$/.test(url.pathname)) return url.pathname;
  }
  return null;
}

function pageOf(
  role: PageRole,
  url: string,
  address: string,
  { status, headers, body, firstByteMs }: Reply,
): ShownPage {
  const tags = tagsOf(body);
  return {
    role,
    url,
    address,
    status,
    firstByteMs,
    headers: Object.fromEntries(
      JUDGED.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
    ),
    cookies: (headers['set-cookie'] ?? []).map((line) => cookieOf(url, line)),
    insecure: insecureOf(tags),
    canonical: tags.find((tag) => isLink(tag, 'canonical'))?.attributes.get('href') ?? null,
    files: tags.flatMap((tag) => fileOf(tag, url)),
  };
}

/** Without its value: it may be worth something. */
function cookieOf(url: string, line: string): CookieSet {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  return { url, name: pair.split('=')[0] ?? '', attributes: attributes.map((one) => one.toLowerCase()) };
}

const isLink = ({ name, attributes }: Tag, rel: string): boolean =>
  name === 'link' && (attributes.get('rel') ?? '').toLowerCase().split(/\s+/).includes(rel);

/** Of what a browser loads by itself. Links that are clicked lead where they will. */
const LOADED: Readonly<Record<string, readonly string[]>> = {
  script: ['src'],
  img: ['src', 'srcset'],
  source: ['src', 'srcset'],
  iframe: ['src'],
  video: ['src', 'poster'],
  audio: ['src'],
  object: ['data'],
  embed: ['src'],
  form: ['action'],
};
const LOADED_LINKS = ['stylesheet', 'preload', 'modulepreload', 'icon', 'manifest'];

function insecureOf(tags: readonly Tag[]): string[] {
  const found = tags.flatMap((tag) => {
    const names = LOADED_LINKS.some((rel) => isLink(tag, rel)) ? ['href'] : (LOADED[tag.name] ?? []);
    return names.flatMap((name) => tag.attributes.get(name)?.match(/(?<![\w:/?=&])http:\/\/[^\s,]+/gi) ?? []);
  });
  return [...new Set(found)].slice(0, 20);
}

function fileOf(tag: Tag, page: string): PageFile[] {
  const kind = kindOf(tag);
  const address = tag.attributes.get(tag.name === 'script' ? 'src' : 'href');
  if (kind === null || address === undefined || !URL.canParse(address, page)) return [];
  return [{ url: new URL(address, page).href, kind, hasIntegrity: tag.attributes.has('integrity') }];
}

function kindOf(tag: Tag): PageFile['kind'] | null {
  if (tag.name === 'script') return 'script';
  if (isLink(tag, 'stylesheet')) return 'style';
  if (isLink(tag, 'preload') || isLink(tag, 'modulepreload')) return 'preload';
  return isLink(tag, 'icon') ? 'icon' : null;
}
