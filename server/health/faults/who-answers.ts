/** Who answers under the shop's names: its edge, an old one, somebody in between, or somebody else. */
import { evidenceOf, type Evidence } from '../evidence';
import { isGatewayError, type Greeting } from '../facts/network';
import { fault, type AnyFault } from '../fault';
import { DECIDE } from './decide';

const answered = (greetings: readonly Greeting[]): readonly Greeting[] =>
  greetings.filter(({ status }) => status !== null);

/** Of somebody else's page, the more is found the more of it is his. */
const OF_ANOTHER = ['CERT-01', 'CERT-02', 'CERT-03', 'CERT-05', 'TLS-05', 'TLS-30', 'HSTS-01', 'SEC-01', 'SEC-02'];
const OF_ANOTHERS_PAGES = [
  'HDR-01',
  'HDR-02',
  'HDR-03',
  'HDR-20',
  'ACME-03',
  'CORS-01',
  'CORS-06',
  'CACHE-01',
  'CACHE-04',
];

export const BETWEEN = fault({
  id: 'NET-13',
  layer: 'network',
  // One that leads to our edge may be there on purpose.
  severity: ({ isOurs }: Evidence & { readonly isOurs: boolean }) => (isOurs ? 'risk' : 'harm'),
  needs: ['greetings'],
  find({ greetings }) {
    const found = answered(greetings).filter(({ between }) => between.length > 0);
    const evidence = evidenceOf(
      found.map(({ host, address, between }) => ({ at: host, says: `${host} (${address}): ${between.join(', ')}` })),
    );
    return evidence && { ...evidence, isOurs: found.every(({ process }) => process === 'edge') };
  },
  explains: ['NET-STRANGER', 'CERT-DIFFERS', 'CACHE-01', ...OF_ANOTHER],
  owner: {
    ko: ({ names }) =>
      `${names} 앞에 다른 회사의 중계 서버(CDN)가 끼어 있어서, 가게를 고쳐도 손님에게는 바뀌지 않을 수 있어요.`,
    en: ({ names }) =>
      `Another company’s server (a CDN) stands in front of ${names}, so changes here may not reach visitors.`,
  },
  expert: ({ what }) => `Only somebody in between writes these: ${what}.`,
  mend: 'Point A and AAAA straight at the machine’s Elastic IP and turn the proxy off (Cloudflare: DNS only), or run the CDN on purpose.',
});

/** Of a gateway that reaches nobody, and of redirects, other rows tell; the shop alone is no stranger. */
const isStranger = ({ process, status }: Greeting): boolean =>
  process !== 'edge' &&
  process !== 'shop' &&
  status !== null &&
  !isGatewayError(status) &&
  (status < 300 || status >= 400);

export const STRANGER = fault({
  id: 'NET-STRANGER',
  layer: 'network',
  severity: ({ all }: Evidence & { readonly all: boolean }) => (all ? 'down' : 'harm'),
  needs: ['greetings'],
  find({ greetings }) {
    const strangers = answered(greetings).filter(isStranger);
    const found = evidenceOf(
      strangers.map(({ host, address, status, server }) => ({
        at: host,
        says: `${host} (${address}) answers /healthz with ${String(status)}${server === null ? '' : `, Server: ${server}`}`,
      })),
    );
    return found && { ...found, all: strangers.length === answered(greetings).length };
  },
  canBe: ['NET-11', 'NET-13', 'DNS-03', 'DNS-04', 'DNS-05', 'HOST-05'],
  explains: [...OF_ANOTHER, ...OF_ANOTHERS_PAGES],
  owner: {
    ko: ({ names }) => `${names}에 접속하면 우리 가게가 아닌 다른 서버가 대답해요.`,
    en: ({ names }) => `Under ${names} a server answers that isn’t our shop.`,
  },
  expert: ({ what }) => `Not our edge: ${what}.`,
  browser: 'Another site, or a warning about its certificate',
  mend: `Compare the A and AAAA records with the machine’s address. ${DECIDE} There: sudo ss -ltnp "sport = :443".`,
});

export const PAST_THE_EDGE = fault({
  id: 'NET-30',
  layer: 'network',
  severity: 'harm',
  needs: ['greetings'],
  find: ({ greetings }) =>
    evidenceOf(
      greetings
        .filter(({ process }) => process === 'shop')
        .map(({ host, address, server }) => ({
          at: host,
          says: `${host} (${address}) hands /healthz to the shop itself${server === null ? '' : `, Server: ${server}`}`,
        })),
    ),
  explains: ['ACME-CHALLENGE', 'HDR-02', 'HDR-03', 'HSTS-01', 'TLS-07', 'TLS-30', 'CERT-DIFFERS'],
  owner: {
    ko: ({ names }) =>
      `${names}에서는 손님이 접속을 받는 프로그램(엣지)을 거치지 않고 가게 프로그램에 바로 닿아서, 보안과 로그인이 깨질 수 있어요.`,
    en: ({ names }) =>
      `Visitors of ${names} come in past the shop’s own front door, which may break security and sign-in.`,
  },
  expert: ({ what }) => `A server in front speaks to SHOP_PORT instead of the edge: ${what}.`,
  mend: 'Let it pass TCP 80 and 443 to the edge, or remove it and point A and AAAA at the machine.',
});

export const SEVERAL_RELEASES = fault({
  id: 'NET-RELEASES',
  layer: 'network',
  severity: 'harm',
  needs: ['greetings'],
  find({ greetings }) {
    const edges = greetings.filter(({ process }) => process === 'edge');
    if (new Set(edges.map(({ release }) => release)).size < 2) return null;
    return evidenceOf(
      edges.map(({ host, address, release }) => ({ at: host, says: `${host} (${address}) runs ${String(release)}` })),
    );
  },
  canBe: ['PROC-07', 'DNS-05'],
  owner: {
    ko: ({ names }) => `${names}에 서로 다른 버전의 가게가 함께 떠 있어서, 손님마다 다른 화면을 볼 수 있어요.`,
    en: ({ names }) => `Different versions of the shop answer under ${names}, so visitors may see different things.`,
  },
  expert: ({ what }) => `Releases differ: ${what}.`,
  mend: 'On the machine: sudo essence-aura-doctor. A process of the old release still runs (sudo essence-aura-run pm2 reload all), or a record leads to an old machine.',
});

/** Whoever's it is. A request that is answered late makes no minute of it. */
const CLOCK_OFF_MS = 60_000;

export const CLOCKS_DIFFER = fault({
  id: 'CLK-DIFFERS',
  layer: 'network',
  severity: 'harm',
  certainty: 'likely',
  needs: ['greetings'],
  find: ({ greetings }) =>
    evidenceOf(
      greetings.flatMap(({ host, address, process, clockOffsetMs: ms }) =>
        process === 'edge' && ms !== null && Math.abs(ms) > CLOCK_OFF_MS
          ? [{ at: host, says: `${address} is ${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'ahead' : 'behind'}` }]
          : [],
      ),
    ),
  canBe: ['CLK-01', 'CLK-02'],
  owner: {
    ko: '가게 서버와 이 컴퓨터의 시계가 서로 달라요; 서버의 시계가 틀렸다면 인증서와 결제가 실패할 수 있어요.',
    en: 'The clocks of the shop and of this computer differ; if the shop’s is wrong, certificates and payments may fail.',
  },
  expert: ({ what }) => `By its Date field and this computer’s clock, ${what}.`,
  browser: 'NET::ERR_CERT_DATE_INVALID, where the visitor’s clock is the wrong one',
  mend: 'On the machine: chronyc tracking and sudo essence-aura-doctor; here: set the clock by the network.',
});

export const WHO_ANSWERS_FAULTS: readonly AnyFault[] = [
  ...[BETWEEN, STRANGER, PAST_THE_EDGE, SEVERAL_RELEASES, CLOCKS_DIFFER],
];
