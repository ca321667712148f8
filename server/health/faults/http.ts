import { evidenceOf, type Evidence, type Sign } from '../evidence';
import type { Hop, RedirectChain } from '../facts/http';
import { originOf, type Target } from '../facts/target';
import type { Handshake } from '../facts/tls';
import { fault, type AnyFault } from '../fault';
import { CORS_FAULTS } from './cors';
import { SHOWN_PAGE_FAULTS } from './shown-pages';

const shown = ({ url, status, location }: Hop): string =>
  `${url} ${status}${location === null ? '' : ` → ${location}`}`;
const road = ({ hops }: Pick<RedirectChain, 'hops'>): string => hops.map(shown).join(', ');
const isRedirect = ({ status, location }: Hop): boolean => status >= 300 && status < 400 && location !== null;

const chainsThat = (chains: readonly RedirectChain[], isWrong: (chain: RedirectChain) => boolean): Evidence | null =>
  evidenceOf(chains.filter(isWrong).map((chain) => ({ at: chain.host, says: road(chain) })));

export const REDIRECT_LOOP = fault({
  id: 'HDR-01',
  layer: 'http',
  severity: 'down',
  needs: ['redirects'],
  find: ({ redirects }) => chainsThat(redirects, ({ end }) => end === 'loop' || end === 'too-many'),
  explains: ['CACHE-05'],
  owner: {
    ko: ({ names }) => `${names}에 접속하면 주소끼리 서로 떠넘기기만 해서, 손님이 가게를 볼 수 없어요.`,
    en: ({ names }) => `The addresses under ${names} keep sending visitors to each other, so nobody sees the shop.`,
  },
  expert: ({ what }) => `A loop: ${what}.`,
  browser: 'ERR_TOO_MANY_REDIRECTS',
  mend: 'Redirect in one place, the edge: turn off what a CDN or load balancer redirects (Cloudflare: SSL mode Full (strict)), and check DOMAIN and PUBLIC_HTTPS_PORT on the machine.',
});

/** First to HTTPS on the same name, so that HSTS reaches every name. */
function isLeftUnsafe(target: Target, { host, secure, hops, end }: RedirectChain): boolean {
  const [first] = hops;
  if (secure || !first || end === 'loop' || end === 'too-many' || first.status >= 400) return false;
  const next =
    first.location !== null && URL.canParse(first.location, first.url) ? new URL(first.location, first.url) : null;
  return !isRedirect(first) || next?.origin !== originOf(target, host);
}

export const NOT_TO_HTTPS = fault({
  id: 'HDR-02',
  layer: 'http',
  severity: 'harm',
  needs: ['redirects'],
  find: ({ redirects, target }) => chainsThat(redirects, (chain) => isLeftUnsafe(target, chain)),
  explains: ['HDR-20', 'APP-02', 'CACHE-05'],
  owner: {
    ko: ({ names }) =>
      `${names}에서 http로 연 페이지가 보안 주소로 바로 넘어가지 않아서, 브라우저에 “주의 요함”이 떠요.`,
    en: ({ names }) =>
      `Opened by http, ${names} doesn’t lead straight to the secure address, so browsers say “Not secure”.`,
  },
  expert: ({ what }) => `The first answer over HTTP must lead to https:// on the same host: ${what}.`,
  browser: '“Not secure” in the address bar',
  mend: 'Our edge answers 301 at port 80 (server/edge/redirects.ts). Who answers there: sudo ss -ltnp "sport = :80"; remove other rules at a balancer or CDN.',
});

export const PLAIN_AGENT_NOT_REDIRECTED = fault({
  id: 'HDR-03',
  layer: 'http',
  severity: 'risk',
  needs: ['plainAgent', 'redirects'],
  find({ plainAgent, redirects, target }) {
    const browser = redirects.find(({ host, secure }) => host === target.hosts.apex && !secure)?.hops[0];
    if (isRedirect(plainAgent) || !browser || !isRedirect(browser)) return null;
    return evidenceOf([{ at: target.hosts.apex, says: shown(plainAgent) }]);
  },
  owner: {
    ko: ({ names }) => `검색 로봇과 앱이 ${names}에 http로 접속하면 보안 주소로 넘어가지 못해요.`,
    en: ({ names }) => `Robots and apps that ask ${names} by http aren’t sent to the secure address.`,
  },
  expert: ({ what }) => `Browsers are redirected, and curl is not: ${what}.`,
  mend: 'Not our edge: greenlock’s redirect-https does this. On the machine: sudo ss -ltnp "sport = :80".',
});

export const REDIRECTED_BY_HOST = fault({
  id: 'HDR-04',
  layer: 'http',
  severity: 'risk',
  needs: ['foreignHosts'],
  find: ({ foreignHosts }) =>
    evidenceOf(
      foreignHosts
        .filter(({ location }) => location?.includes('doctor.invalid') === true)
        .map(({ url, status, location }) => ({ at: url, says: shown({ url, status, location }) })),
    ),
  owner: {
    ko: '다른 이름으로 접속한 사람을 그 이름의 사이트로 보내 주고 있어서, 피싱에 이용될 수 있어요.',
    en: 'Whoever asks under a foreign name is sent on to that name, which phishers can make use of.',
  },
  expert: ({ what }) => `Location is built from the Host header: ${what}.`,
  mend: 'Redirect to known names only, answer 421 to others: server/edge/redirects.ts does. Who answers: sudo ss -ltnp "sport = :80".',
});

const isBroken = ({ outcome, covers, certificate }: Handshake, now: Date): boolean =>
  outcome !== 'done' ||
  !covers ||
  certificate === null ||
  !['public', 'private'].includes(certificate.trust) ||
  certificate.notAfter <= now;

const secondsOf = (hsts: string): number => Number(/max-age\s*=\s*"?(\d+)/i.exec(hsts)?.[1] ?? 0);

export const HSTS_LOCKS_OUT = fault({
  id: 'HDR-05',
  layer: 'http',
  severity: 'harm',
  needs: ['pages', 'handshakes'],
  find({ pages, handshakes, now, target }) {
    const hsts = pages.find(({ role }) => role === 'home')?.headers['strict-transport-security'] ?? '';
    if (secondsOf(hsts) === 0) return null;
    const isWide = /includeSubDomains/i.test(hsts);
    return evidenceOf(
      handshakes
        .filter((one) => isBroken(one, now) && (isWide || one.host === target.hosts.apex))
        .map(({ host, address }) => ({ at: host, says: `${host} (${address}) is broken under “${hsts}”` })),
    );
  },
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서가 고장 난 동안에는 브라우저가 손님이 경고를 넘기는 것도 막아요.`,
    en: ({ names }) =>
      `While the certificate of ${names} is broken, browsers don’t even let visitors click past the warning.`,
  },
  expert: ({ what }) => `HSTS is promised for a name whose TLS fails: ${what}.`,
  browser: '“You cannot visit … right now because the website uses HSTS”',
  mend: 'Mend the certificate: nothing else helps who has seen the promise. Then HSTS_MAX_AGE=300 on the machine, and no includeSubDomains.',
});

/** The edge promises it where browsers trust the certificate. */
export const HSTS_MISSING = fault({
  id: 'HSTS-01',
  layer: 'http',
  severity: 'risk',
  needs: ['pages', 'handshakes'],
  find({ pages, handshakes }) {
    const isTrusted = (hostname: string): boolean =>
      handshakes.some(
        ({ host, certificate, covers }) => host === hostname && covers && certificate?.trust === 'public',
      );
    return evidenceOf(
      pages
        .filter(({ role, status }) => (role === 'home' || role === 'desk') && status !== null && status < 400)
        .filter(({ url, headers }) => {
          const { hostname } = new URL(url);
          return isTrusted(hostname) && secondsOf(headers['strict-transport-security'] ?? '') === 0;
        })
        .map(({ url, headers }) => ({
          at: new URL(url).hostname,
          says: `${url}: ${headers['strict-transport-security'] ?? 'no Strict-Transport-Security'}`,
        })),
    );
  },
  owner: {
    ko: ({ names }) =>
      `${names}에서 브라우저에 “항상 보안 주소로 오라”고 알려 주지 않아서, 공용 와이파이에서 가로채일 수 있어요.`,
    en: ({ names }) =>
      `Browsers aren’t told to always use the secure address of ${names}, so on a public Wi-Fi visitors can be led astray.`,
  },
  expert: ({ what }) => `HSTS is missing or off: ${what}.`,
  mend: 'HSTS_MAX_AGE=31536000 in the machine’s settings once everything has been well for a while; npm run refresh-host.',
});

export const MISLED = fault({
  id: 'HDR-20',
  layer: 'http',
  severity: 'harm',
  needs: ['redirects'],
  find: ({ redirects, target }) =>
    chainsThat(redirects, ({ host, hops, end }) => {
      if (end === 'lost') return true;
      const last = hops.at(-1);
      const wanted = host === target.hosts.app ? host : target.hosts.apex;
      return end === 'page' && last !== undefined && new URL(last.url).hostname !== wanted;
    }),
  explains: ['CACHE-05'],
  owner: {
    ko: ({ names }) => `${names} 주소로 들어온 손님이 가게가 아닌 다른 곳에 도착해요.`,
    en: ({ names }) => `Visitors of ${names} end up somewhere else than in the shop.`,
  },
  expert: ({ what }) => `Redirects don’t end at the shop: ${what}.`,
  mend: 'DOMAIN and PUBLIC_HTTPS_PORT on the machine (npm run refresh-host); remove redirects of a registrar, balancer or CDN.',
});

export const POST_REDIRECTED = fault({
  id: 'HDR-08',
  layer: 'http',
  severity: 'harm',
  needs: ['posted'],
  find: ({ posted, target }) =>
    posted && isRedirect(posted) ? evidenceOf([{ at: target.hosts.apex, says: shown(posted) }]) : null,
  owner: {
    ko: '결제사가 보내는 결제 완료 알림이 다른 주소로 튕겨서, 돈을 낸 주문이 미결제로 남을 수 있어요.',
    en: 'A payment provider’s message is sent elsewhere, so that orders which are paid may stay unpaid.',
  },
  expert: ({ what }) => `A POST to the API is redirected, which providers count as failed: ${what}.`,
  mend: 'Give the provider the address that answers without a redirect: https, the apex, no slash at the end; remove redirect rules in front of the edge.',
  mendKo:
    '결제사에 넘김 없이 바로 답하는 주소를 적으세요. https, 도메인 그대로, 끝에 빗금 없이요. 접속을 받는 프로그램(엣지) 앞의 주소 넘김 규칙도 지우세요.',
});

const hopsOf = (hops: readonly Hop[], status: number | null): string =>
  hops.length > 0 ? road({ hops }) : `no answer in HTTP${status === null ? '' : ` (${status})`}`;

export const CHALLENGE_NOT_OURS = fault({
  id: 'ACME-CHALLENGE',
  layer: 'http',
  severity: 'harm',
  needs: ['challengeAnswers'],
  find: ({ challengeAnswers }) =>
    evidenceOf(
      challengeAnswers
        .filter(({ isOurs, badRedirect }) => !isOurs && badRedirect === null)
        .map(({ host, address, hops, status }): Sign => ({ at: host, says: `at ${address}: ${hopsOf(hops, status)}` })),
    ),
  canBe: ['ACME-01', 'ACME-02', 'NET-11', 'NET-13', 'NET-FRONT', 'HOST-05', 'DNS-03', 'DNS-04', 'DNS-05'],
  owner: {
    ko: ({ names }) =>
      `인증 기관이 ${names} 주소를 확인하러 와도 우리 가게가 대답하지 않아서, 보안 인증서를 갱신할 수 없어요.`,
    en: ({ names }) =>
      `When the authority comes to check ${names}, it isn’t our shop that answers, so the certificate can’t be renewed.`,
  },
  expert: ({ what }) => `An unknown http-01 token is not answered as our edge does (404, “has no token”): ${what}.`,
  mend: 'On the machine: sudo essence-aura-doctor, which plants a token and fetches it over every address; sudo ss -ltnp "sport = :80".',
});

export const CHALLENGE_MISREDIRECTED = fault({
  id: 'ACME-03',
  layer: 'http',
  severity: 'harm',
  needs: ['challengeAnswers'],
  find: ({ challengeAnswers }) =>
    evidenceOf(
      challengeAnswers.flatMap(({ host, address, hops, badRedirect }) =>
        badRedirect === null ? [] : [{ at: host, says: `at ${address}: ${badRedirect} (${road({ hops })})` }],
      ),
    ),
  explains: ['ACME-REDIRECTED'],
  owner: {
    ko: ({ names }) => `${names}의 주소 넘김 규칙이 인증 기관의 확인까지 막아서, 보안 인증서를 갱신할 수 없어요.`,
    en: ({ names }) => `A redirect of ${names} gets in the authority’s way, so the certificate can’t be renewed.`,
  },
  expert: ({ what }) => `A CA doesn’t follow this: ${what}.`,
  mend: 'Exempt /.well-known/acme-challenge/ from redirects, or let them lead to ports 80 and 443 only: our edge answers it before anything else.',
});

export const HTTP_FAULTS: readonly AnyFault[] = [
  ...[REDIRECT_LOOP, NOT_TO_HTTPS, PLAIN_AGENT_NOT_REDIRECTED, REDIRECTED_BY_HOST, HSTS_LOCKS_OUT, HSTS_MISSING],
  ...[MISLED, POST_REDIRECTED, CHALLENGE_NOT_OURS, CHALLENGE_MISREDIRECTED, ...SHOWN_PAGE_FAULTS, ...CORS_FAULTS],
];
