/** Who answers under the shop's names: its edge, an old one, somebody in between, or somebody else. */
import { evidenceOf, type Evidence } from '../evidence';
import type { Facts } from '../facts';
import { isStranger, type Greeting } from '../facts/network';
import { fault, type AnyFault } from '../fault';
import { DECIDE } from './decide';

const answered = (greetings: readonly Greeting[]): readonly Greeting[] =>
  greetings.filter(({ status }) => status !== null);

/** Of somebody else's page, the more is found the more of it is his. */
const OF_ANOTHER = [
  'CERT-01',
  'CERT-02',
  'CERT-03',
  'CERT-05',
  'TLS-05',
  'TLS-30',
  'HSTS-01',
  'SEC-01',
  'SEC-02',
  'SEC-03',
];
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
  explains: ['NET-STRANGER', 'CERT-DIFFERS', 'CACHE-01', 'NET-FRONT', 'CAP-02', ...OF_ANOTHER],
  owner: {
    ko: ({ names }) =>
      `${names} 앞에 다른 회사의 중계 서버(CDN)가 끼어 있어서, 가게를 고쳐도 손님에게는 바뀌지 않을 수 있어요.`,
    en: ({ names }) =>
      `Another company’s server (a CDN) stands in front of ${names}, so changes here may not reach visitors.`,
  },
  expert: ({ what }) => `Only somebody in between writes these: ${what}.`,
  mend: 'Point A and AAAA straight at the machine’s Elastic IP and turn the proxy off (Cloudflare: DNS only), or run the CDN on purpose.',
  mendKo:
    'A와 AAAA가 서버의 탄력적 IP를 바로 가리키게 하고 중계를 끄세요(Cloudflare라면 “DNS만”). 일부러 쓰는 CDN이라면 그대로 두세요.',
});

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

export const OTHER_AT_80 = fault({
  id: 'NET-11',
  layer: 'network',
  severity: 'harm',
  certainty: 'likely',
  needs: ['greetings', 'challengeAnswers', 'redirects'],
  find({ greetings, challengeAnswers, redirects }) {
    const isEdgeAt443 = (address: string): boolean =>
      greetings.some((one) => one.address === address && one.process === 'edge');
    /** Ours sends everybody to HTTPS. */
    const isRedirected = (name: string): boolean => {
      const first = redirects.find(({ host, secure }) => host === name && !secure)?.hops[0];
      return first === undefined || (first.status >= 300 && first.status < 400);
    };
    return evidenceOf(
      challengeAnswers
        .filter(({ isOurs, status, hops }) => !isOurs && status !== null && hops.length === 1)
        .filter(({ host, address }) => isEdgeAt443(address) && !isRedirected(host))
        .map(({ host, address, status }) => ({ at: host, says: `${host} (${address}) port 80: ${String(status)}` })),
    );
  },
  explains: ['HDR-02', 'HDR-03', 'ACME-CHALLENGE', 'ACME-01', 'NET-FRONT'],
  owner: {
    ko: ({ names }) =>
      `${names}의 80번 포트에서 가게가 아닌 다른 프로그램이 대답해서, 주소만 입력한 손님은 엉뚱한 화면을 보고 인증서도 갱신되지 않아요.`,
    en: ({ names }) =>
      `At port 80 of ${names} another program than the shop answers, so who types the bare address sees something else and the certificate can’t be renewed.`,
  },
  expert: ({ what }) =>
    `443 is our edge, and port 80 at the same address neither redirects nor knows of challenges: ${what}.`,
  browser: 'A default page, such as “Welcome to nginx!”',
  mend: 'On the machine: sudo ss -ltnp "sport = :80"; stop and disable that program; sudo essence-aura-run pm2 restart edge. If it is the edge there, a router or balancer in front leads port 80 elsewhere.',
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
  explains: [
    'ACME-CHALLENGE',
    'NET-FRONT',
    'APP-01',
    'PRX-10',
    'HDR-02',
    'HDR-03',
    'HSTS-01',
    'TLS-07',
    'TLS-30',
    'CERT-DIFFERS',
  ],
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

/** This computer's clock against IANA's, where the shop's agrees with that one. */
const ownClockOff = ({ greetings, registryServer }: Partial<Facts>): number | null => {
  const ahead = registryServer?.clock?.aheadSeconds ?? 0;
  const isOff = ({ process, clockOffsetMs: ms }: Greeting): boolean =>
    process === 'edge' &&
    ms !== null &&
    Math.abs(ms) > CLOCK_OFF_MS &&
    Math.abs(ms / 1000 + ahead) * 1000 <= CLOCK_OFF_MS;
  return Math.abs(ahead) * 1000 > CLOCK_OFF_MS && greetings?.some(isOff) === true ? ahead : null;
};

export const OWN_CLOCK_OFF = fault({
  id: 'CLK-02',
  layer: 'network',
  severity: 'risk',
  needs: ['greetings', 'registryServer'],
  find(facts) {
    const ahead = ownClockOff(facts);
    return ahead === null ? null : { ahead: Math.round(ahead), from: facts.registryServer.clock?.comparedWith ?? '' };
  },
  explains: ['CERT-32'],
  owner: {
    ko: '가게의 시계는 맞고, 지금 진단하는 이 컴퓨터의 시계가 틀려요.',
    en: 'The shop’s clock is right; it is the clock of the computer that looks which is wrong.',
  },
  expert: ({ ahead, from }) =>
    `This computer is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} ${from}, which the shop agrees with; visitors with such a clock are warned of a good certificate.`,
  browser: 'NET::ERR_CERT_DATE_INVALID, “Your clock is behind” or “Your clock is ahead”',
  mend: 'Here: set the clock by the network (timedatectl set-ntp true), and look again.',
  mendKo: '이 컴퓨터의 시계를 인터넷 시각으로 맞추고 다시 진단하세요.',
});

export const CLOCKS_DIFFER = fault({
  id: 'CLK-DIFFERS',
  layer: 'network',
  severity: 'harm',
  certainty: 'likely',
  needs: ['greetings'],
  find: (facts) =>
    evidenceOf(
      (ownClockOff(facts) === null ? facts.greetings : []).flatMap(({ host, address, process, clockOffsetMs: ms }) =>
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
  ...[BETWEEN, STRANGER, OTHER_AT_80, PAST_THE_EDGE, SEVERAL_RELEASES, OWN_CLOCK_OFF, CLOCKS_DIFFER],
];
