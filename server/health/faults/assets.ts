import { evidenceOf } from '../evidence';
import type { AssetAnswer, MissingFile } from '../facts/assets';
import type { Hop, ShownPage } from '../facts/http';
import { fault, type AnyFault } from '../fault';

const isPublic = ({ role, status }: ShownPage): boolean =>
  status === 200 && (role === 'home' || role === 'listing' || role === 'perfume');

const secondsOf = (cacheControl: string, directive: string): number =>
  Number(new RegExp(`(?:^|[,\\s])${directive}=(\\d+)`, 'i').exec(cacheControl)?.[1] ?? 0);

/** Of a page that is kept by others than our edge, which is told of every change. */
function keptBy({ role, headers }: ShownPage): string[] {
  const control = headers['cache-control'] ?? '';
  const isPrivate = role === 'private' || role === 'desk';
  const isHit = /hit/i.test(headers['x-cache'] ?? '') && headers['cache-status'] === undefined;
  return [
    ...(control === '' ? ['no Cache-Control'] : []),
    ...(isPrivate && control !== '' && !/no-store/i.test(control)
      ? [`Cache-Control: ${control} on a private page`]
      : []),
    ...(Math.max(secondsOf(control, 'max-age'), secondsOf(control, 's-maxage')) > 0
      ? [`Cache-Control: ${control}`]
      : []),
    ...(isHit ? [`X-Cache: ${String(headers['x-cache'])}`] : []),
  ];
}

export const PAGES_KEPT = fault({
  id: 'CACHE-01',
  layer: 'assets',
  severity: 'harm',
  needs: ['pages'],
  find: ({ pages }) =>
    evidenceOf(
      pages
        .filter(({ status }) => status === 200)
        .flatMap((page) => keptBy(page).map((why) => ({ at: page.url, says: `${page.url}: ${why}` }))),
    ),
  owner: {
    ko: '페이지가 중간에 저장되어서, 가게를 고쳐도 손님은 한동안 옛날 화면을 봐요.',
    en: 'Pages are kept along the way, so visitors go on seeing the old shop after a change.',
  },
  expert: ({ what }) => `HTML must be asked for anew each time: ${what}.`,
  browser: 'Yesterday’s page',
  mend: 'server/web/caching.ts says max-age=0, must-revalidate, and no-store for private pages. Who stands in front must not rewrite it (CloudFront: CachingDisabled, Cloudflare: respect origin), then invalidate once.',
});

export const SHARED_COOKIE = fault({
  id: 'CACHE-30',
  layer: 'assets',
  severity: 'harm',
  needs: ['pages'],
  find: ({ pages }) =>
    evidenceOf(
      pages
        .filter(isPublic)
        .flatMap(({ url, cookies }) => cookies.map(({ name }) => ({ at: url, says: `${url} sets ${name}` }))),
    ),
  owner: {
    ko: '모두가 함께 보는 페이지가 쿠키를 심고 있어서, 손님끼리 로그인이 섞일 수 있어요.',
    en: 'A page that is the same for everybody sets a cookie, so one visitor’s sign-in may reach another.',
  },
  expert: ({ what }) => `Caches keep pages that come with a Set-Cookie, which is one visitor’s: ${what}.`,
  mend: 'Public pages come before the session (server/storefront/app.ts); otherwise the cookie is of who stands in front.',
});

const TYPES: Readonly<Partial<Record<AssetAnswer['kind'], RegExp>>> = { script: /javascript/, style: /^text\/css/ };

function wrongWith({ kind, status, type }: AssetAnswer): string | null {
  if (status !== 200) return status === null ? 'unanswered' : String(status);
  const wanted = TYPES[kind];
  if (wanted ? wanted.test(type ?? '') : !(type ?? '').startsWith('text/html')) return null;
  return `Content-Type ${type ?? 'missing'}`;
}

export const FILES_MISSING = fault({
  id: 'CACHE-02',
  layer: 'assets',
  severity: 'harm',
  needs: ['assets'],
  find: ({ assets }) =>
    evidenceOf(
      assets.flatMap((one) => {
        const wrong = wrongWith(one);
        return wrong === null ? [] : [{ at: one.url, says: `${one.url}: ${wrong}` }];
      }),
    ),
  owner: {
    ko: '페이지의 디자인이나 기능 파일 일부를 불러오지 못해서, 화면이 깨져 보여요.',
    en: 'Some of the files that pages are made of don’t load, so the shop looks broken.',
  },
  expert: ({ what }) => `Named by the home page: ${what}.`,
  browser: 'Unstyled pages; 404 or a wrong MIME type in the developer tools',
  mend: 'An old page and a new release: on the machine sudo essence-aura-run pm2 reload shop edge; if it stays, npm run deploy (the last releases’ files are kept).',
});

const isAnswered = ({ status }: MissingFile): boolean => status >= 200 && status < 300;

export const EVERYTHING_FOUND = fault({
  id: 'CACHE-04',
  layer: 'assets',
  severity: 'risk',
  needs: ['missingAsset'],
  find: ({ missingAsset: one }) =>
    isAnswered(one) ? evidenceOf([{ at: one.url, says: `${one.url} ${one.status} ${one.type ?? ''}`.trim() }]) : null,
  owner: {
    ko: '없는 파일을 찾아도 있다고 답해서, 깨진 화면이 손님 브라우저에 저장될 수 있어요.',
    en: 'Files that don’t exist are answered as if they did, so a broken page may be kept by browsers.',
  },
  expert: ({ what }) => `A file that nobody has must be 404: ${what}.`,
  browser: '“Refused to execute script … its MIME type (text/html) is not executable”',
  mend: 'Our shop answers 404 (server/web/static-files.ts): who stands in front has a catch-all (CloudFront: custom error responses).',
});

export const SERVICE_WORKER = fault({
  id: 'CACHE-03',
  layer: 'assets',
  severity: 'harm',
  needs: ['serviceWorkers'],
  find: ({ serviceWorkers }) =>
    evidenceOf(
      serviceWorkers
        .filter((one) => isAnswered(one) && /javascript/.test(one.type ?? ''))
        .map(({ url, type }) => ({ at: url, says: `${url} (${String(type)})` })),
    ),
  owner: {
    ko: '예전 사이트가 남긴 프로그램(서비스 워커)이 손님 브라우저에서 옛날 화면을 계속 보여 줘요.',
    en: 'A program that an earlier site left in browsers (a service worker) keeps showing the old pages.',
  },
  expert: ({ what }) => `The shop has no service worker, and one is served: ${what}.`,
  browser: 'The new page after a hard reload, the old one otherwise',
  mend: 'Serve a worker that unregisters itself at that address for a while, then 404.',
});

/** RFC 9110, 15.4: a browser keeps these as long as it likes, where nothing says for how long. */
const isForGood = ({ status }: Hop): boolean => status === 301 || status === 308;

export const REDIRECT_KEPT = fault({
  id: 'CACHE-05',
  layer: 'assets',
  severity: 'harm',
  needs: ['redirects'],
  find: ({ redirects }) =>
    evidenceOf(
      redirects
        .filter(({ end }) => end === 'lost' || end === 'loop' || end === 'too-many')
        .flatMap(({ host, hops }) => {
          const wrong = hops.findLast((hop) => isForGood(hop));
          return wrong ? [{ at: host, says: `${wrong.url} ${wrong.status} → ${String(wrong.location)}` }] : [];
        }),
    ),
  owner: {
    ko: '브라우저가 잘못된 주소 넘김을 기억해서, 고친 뒤에도 다녀간 손님은 한동안 엉뚱한 곳으로 가요.',
    en: 'Browsers remember the wrong redirect, so visitors of before are led astray even after it is mended.',
  },
  expert: ({ what }) => `A permanent redirect leads astray, and is cached by who has met it: ${what}.`,
  browser: 'Right in a private window, wrong in the usual one',
  mend: 'Take the redirect away, or make it a 302, before more visitors meet it; have the wrong target lead back for a while: that alone helps who remembers it.',
});

export const FILES_NOT_KEPT = fault({
  id: 'CACHE-21',
  layer: 'assets',
  severity: 'risk',
  needs: ['assets'],
  find: ({ assets }) =>
    evidenceOf(
      assets
        .filter(({ status, cacheControl }) => status === 200 && !/immutable/.test(cacheControl ?? ''))
        .map(({ url, cacheControl }) => ({ at: url, says: `${url}: ${cacheControl ?? 'no Cache-Control'}` })),
    ),
  owner: {
    ko: '바뀌지 않는 파일을 매번 다시 받게 되어서, 페이지가 느리게 열려요.',
    en: 'Files that never change are fetched again each time, so pages open more slowly.',
  },
  expert: ({ what }) => `Files named by their content’s hash are immutable: ${what}.`,
  mend: 'server/web/static-files.ts says immutable; who stands in front must not rewrite Cache-Control.',
});

export const ASSETS_FAULTS: readonly AnyFault[] = [
  ...[PAGES_KEPT, SHARED_COOKIE, FILES_MISSING, EVERYTHING_FOUND, SERVICE_WORKER, FILES_NOT_KEPT],
  REDIRECT_KEPT,
];
