/** What the pages themselves say: headers as the HTTP Observatory judges them, cookies as browsers do, what they load. */
import { evidenceOf, type Evidence } from '../evidence';
import type { CookieSet, ShownPage } from '../facts/http';
import { fault, type AnyFault } from '../fault';

const isHtml = ({ status, headers }: ShownPage): boolean =>
  status === 200 && (headers['content-type'] ?? '').includes('text/html');

const pagesThat = (pages: readonly ShownPage[], wrong: (page: ShownPage) => readonly string[]): Evidence | null =>
  evidenceOf(
    pages.filter(isHtml).flatMap((page) => {
      const faults = wrong(page);
      return faults.length > 0 ? [{ at: new URL(page.url).hostname, says: `${page.url}: ${faults.join(', ')}` }] : [];
    }),
  );

const HEADERS =
  'server/web/security-headers.ts sets it; if it is right there, who stands in front takes it away: compare with curl -sI http://127.0.0.1:3001/ on the machine.';

function weakPolicy({ headers }: ShownPage): string[] {
  const policy = headers['content-security-policy'];
  if (policy === undefined) {
    return [headers['content-security-policy-report-only'] === undefined ? 'no policy' : 'a policy that only reports'];
  }
  const directives = new Map(
    policy.split(';').map((one) => {
      const [name = '', ...sources] = one.trim().toLowerCase().split(/\s+/);
      return [name, sources] as const;
    }),
  );
  const sources = directives.get('script-src') ?? directives.get('default-src');
  if (!sources) return ['scripts from anywhere'];
  const isPinned = sources.some((one) => /^'(?:nonce-|sha\d+-|strict-dynamic)/.test(one));
  const loose = ['*', 'http:', 'https:', 'data:', "'unsafe-eval'", ...(isPinned ? [] : ["'unsafe-inline'"])];
  const found = sources.filter((one) => loose.includes(one));
  return found.length > 0 ? [`scripts: ${found.join(' ')}`] : [];
}

export const POLICY_WEAK = fault({
  id: 'SEC-01',
  layer: 'http',
  severity: 'risk',
  needs: ['pages'],
  find: ({ pages }) => pagesThat(pages, weakPolicy),
  owner: {
    ko: '페이지가 남의 스크립트를 막아 주지 않아서, 침입한 코드가 손님 정보를 빼낼 수 있어요.',
    en: 'Pages don’t keep foreign scripts out, so code that got in could read what visitors type.',
  },
  expert: ({ what }) => `Content-Security-Policy: ${what}.`,
  mend: HEADERS,
});

export const FRAMED = fault({
  id: 'SEC-02',
  layer: 'http',
  severity: 'risk',
  needs: ['pages'],
  find: ({ pages }) =>
    pagesThat(pages, ({ headers }) =>
      /frame-ancestors/i.test(headers['content-security-policy'] ?? '') ||
      /^(?:deny|sameorigin)$/i.test(headers['x-frame-options'] ?? '')
        ? []
        : ['no frame-ancestors, no X-Frame-Options'],
    ),
  owner: {
    ko: '다른 사이트가 가게 화면을 몰래 끼워 넣어 손님의 클릭을 가로챌 수 있어요.',
    en: 'Other sites can put the shop into a hidden frame and steal visitors’ clicks.',
  },
  expert: ({ what }) => `May be framed by anybody: ${what}.`,
  mend: HEADERS,
});

const LEAKY_REFERRERS = ['', 'unsafe-url', 'no-referrer-when-downgrade', 'origin', 'origin-when-cross-origin'];

export const HEADERS_MISSING = fault({
  id: 'SEC-03',
  layer: 'http',
  severity: 'risk',
  needs: ['pages'],
  find: ({ pages }) =>
    pagesThat(pages, ({ headers }) => [
      ...(headers['x-content-type-options']?.toLowerCase() === 'nosniff'
        ? []
        : ['X-Content-Type-Options isn’t nosniff']),
      ...(LEAKY_REFERRERS.includes(headers['referrer-policy']?.toLowerCase() ?? '')
        ? ['Referrer-Policy tells too much']
        : []),
      ...(headers['cross-origin-opener-policy']?.startsWith('same-origin') === true
        ? []
        : ['no Cross-Origin-Opener-Policy']),
      ...(['same-origin', 'same-site'].includes(headers['cross-origin-resource-policy'] ?? '')
        ? []
        : ['no Cross-Origin-Resource-Policy']),
    ]),
  owner: {
    ko: '브라우저에 알려 줘야 할 보안 설정 일부가 빠져 있어요.',
    en: 'Some of the protective settings that browsers look for are missing.',
  },
  expert: ({ what }) => `${what}.`,
  mend: HEADERS,
});

export const SCRIPT_UNCHECKED = fault({
  id: 'SEC-04',
  layer: 'http',
  severity: 'risk',
  needs: ['pages'],
  find: ({ pages }) =>
    pagesThat(pages, ({ url, files }) =>
      files
        .filter((one) => one.kind === 'script' && !one.hasIntegrity && new URL(one.url).origin !== new URL(url).origin)
        .map((one) => one.url),
    ),
  owner: {
    ko: '다른 회사의 스크립트를 내용 확인 없이 불러오고 있어서, 그 회사가 뚫리면 우리 가게도 뚫려요.',
    en: 'Another company’s script is loaded unchecked: whoever breaks into it breaks into the shop.',
  },
  expert: ({ what }) => `External scripts without integrity: ${what}.`,
  mend: 'Bundle it (public/js), or give its tag integrity and crossorigin.',
});

const cookiesThat = (pages: readonly ShownPage[], wrong: (cookie: CookieSet) => readonly string[]): Evidence | null =>
  evidenceOf(
    pages.flatMap(({ cookies }) =>
      cookies.flatMap((cookie) => {
        const faults = wrong(cookie);
        const says = `${cookie.name} of ${cookie.url}: ${faults.join(', ')}`;
        return faults.length > 0 ? [{ at: new URL(cookie.url).hostname, says }] : [];
      }),
    ),
  );

const valueOf = ({ attributes }: CookieSet, name: string): string | null =>
  attributes.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;

/** RFC 6265bis, 5.6: what a browser throws away without a word to the server. */
function refused(cookie: CookieSet): string[] {
  const isSecure = cookie.attributes.includes('secure');
  const domain = valueOf(cookie, 'domain')?.replace(/^\./, '') ?? null;
  const { hostname } = new URL(cookie.url);
  const isForeign = domain !== null && hostname !== domain && !hostname.endsWith(`.${domain}`);
  const isHost = cookie.name.startsWith('__Host-');
  return [
    ...(!isSecure && (isHost || cookie.name.startsWith('__Secure-')) ? ['its prefix asks for Secure'] : []),
    ...(isHost && (domain !== null || valueOf(cookie, 'path') !== '/')
      ? ['__Host- asks for Path=/ and no Domain']
      : []),
    ...(!isSecure && valueOf(cookie, 'samesite') === 'none' ? ['SameSite=None asks for Secure'] : []),
    ...(isForeign ? [`Domain=${domain} isn’t above ${hostname}`] : []),
  ];
}

export const COOKIE_REFUSED = fault({
  id: 'APP-03',
  layer: 'http',
  severity: 'harm',
  needs: ['pages'],
  find: ({ pages }) => cookiesThat(pages, refused),
  owner: {
    ko: '브라우저가 가게의 쿠키를 버리고 있어서, 로그인과 장바구니가 유지되지 않아요.',
    en: 'Browsers throw the shop’s cookie away, so nobody stays signed in and carts are lost.',
  },
  expert: ({ what }) => `Set-Cookie that browsers ignore: ${what}.`,
  browser: 'Nothing on the page; a warning in the developer tools',
  mend: 'server/web/session-store.ts and server/storefront/web/session.ts set its attributes; DOMAIN on the machine must be the domain that visitors use.',
});

export const COOKIE_OVER_HTTP = fault({
  id: 'APP-02',
  layer: 'http',
  severity: 'harm',
  needs: ['redirects'],
  find: ({ redirects }) =>
    evidenceOf(
      redirects.flatMap(({ host, hops }) =>
        hops
          .filter(({ url }) => url.startsWith('http:'))
          .flatMap(({ url, cookies = [] }) => cookies.map((name) => ({ at: host, says: `${url} sets ${name}` }))),
      ),
    ),
  owner: {
    ko: ({ names }) =>
      `${names}에서 암호화되지 않은 주소(http)가 쿠키를 심고 있어서, 브라우저가 버리거나 중간에서 누가 볼 수 있어요.`,
    en: ({ names }) =>
      `Over plain HTTP ${names} sets cookies, which browsers throw away or anybody on the way can read.`,
  },
  expert: ({ what }) => `A Secure cookie is refused there, and another one is readable: ${what}.`,
  mend: 'Our edge sets none at port 80, and redirects: the cookie is of who stands in front (a balancer’s stickiness, a CDN’s), or of another program: sudo ss -ltnp "sport = :80".',
});

export const SESSION_IMPOSSIBLE = fault({
  id: 'APP-01',
  layer: 'http',
  severity: 'down',
  needs: ['session'],
  find: ({ session: { url, status, secure } }) =>
    status === 200 && secure === false
      ? evidenceOf([{ at: new URL(url).hostname, says: `${url} says "secure": false` }])
      : null,
  owner: {
    ko: '가게가 손님의 보안 연결을 알아보지 못해서, 로그인도 장바구니도 유지되지 않아요.',
    en: 'The shop doesn’t see that visitors come over a secure connection, so nobody stays signed in and carts are lost.',
  },
  expert: ({ what }) =>
    `The shop takes requests for plain HTTP, and express-session then sets no Secure cookie, silently: ${what}.`,
  browser: 'Nothing: no Set-Cookie comes',
  mend: 'The edge says X-Forwarded-Proto (server/edge/forwarded-headers.ts) and the shop believes it (server/web/app.ts, trust proxy loopback): who stands between them takes it away?',
});

export const COOKIE_LOOSE = fault({
  id: 'SEC-05',
  layer: 'http',
  severity: 'risk',
  needs: ['pages'],
  find: ({ pages }) =>
    cookiesThat(pages, (cookie) => [
      ...['secure', 'httponly'].filter((one) => !cookie.attributes.includes(one)).map((one) => `without ${one}`),
      ...(valueOf(cookie, 'samesite') === null ? ['without samesite'] : []),
    ]),
  owner: {
    ko: '로그인 쿠키의 보호 설정이 빠져 있어서 훔쳐 가기 쉬워요.',
    en: 'A cookie lacks its protection, which makes it easier to steal.',
  },
  expert: ({ what }) => `${what}.`,
  mend: 'server/web/session-store.ts sets Secure, HttpOnly and SameSite; a cookie that isn’t ours is set by who stands in front.',
});

export const MIXED_CONTENT = fault({
  id: 'HDR-06',
  layer: 'http',
  severity: 'harm',
  needs: ['pages'],
  find: ({ pages }) => pagesThat(pages, ({ insecure }) => insecure),
  owner: {
    ko: '페이지가 사진이나 스크립트를 보안이 안 되는 주소(http)에서 불러와서, 브라우저가 막아 버려요.',
    en: 'Pages load pictures or scripts from insecure addresses (http), and browsers block those.',
  },
  expert: ({ what }) => `Mixed content: ${what}.`,
  browser: '“was loaded over HTTPS, but requested an insecure resource”; pictures are missing',
  mend: 'Write such addresses without their origin, or with https:, in views and in the texts of perfumes at the desk.',
});

export const LINKS_INSECURE = fault({
  id: 'HDR-07',
  layer: 'http',
  severity: 'harm',
  needs: ['pages'],
  find: ({ pages }) =>
    pagesThat(pages, ({ canonical }) => (canonical?.startsWith('http:') === true ? [`canonical ${canonical}`] : [])),
  owner: {
    ko: '가게가 자기 주소를 http로 알리고 있어서, 검색과 메일의 링크가 보안이 안 되는 주소로 이어져요.',
    en: 'The shop gives its own address as http, so search results and mails lead to the insecure one.',
  },
  expert: ({ what }) => `Links are built with the wrong scheme: ${what}.`,
  mend: 'Links are built from DOMAIN and PUBLIC_HTTPS_PORT (server/config/origins.ts): check them on the machine, npm run refresh-host.',
});

export const SHOWN_PAGE_FAULTS: readonly AnyFault[] = [
  ...[POLICY_WEAK, FRAMED, HEADERS_MISSING, SCRIPT_UNCHECKED, SESSION_IMPOSSIBLE, COOKIE_REFUSED, COOKIE_LOOSE],
  COOKIE_OVER_HTTP,
  ...[MIXED_CONTENT, LINKS_INSECURE],
];
