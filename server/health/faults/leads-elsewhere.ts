/** Names that lead to something else than this machine: another one, or what somebody has put in front of it. */
import { isIPv6 } from 'node:net';
import { evidenceOf, type Evidence, type Sign } from '../evidence';
import type { Facts } from '../facts';
import type { ChallengeLook } from '../facts/authority';
import { isGatewayError, isStranger, type Greeting } from '../facts/network';
import { fault, type AnyFault } from '../fault';
import { CONSEQUENCES } from './acme-refusals';

type Seen = Partial<Pick<Facts, 'greetings' | 'challengeReach' | 'handshakes' | 'servedHere'>>;

const family = (address: string): 4 | 6 => (isIPv6(address) ? 6 : 4);

/** Of who answers at an address: that it only passes on what it is asked; null: nothing says so. */
function frontAt({ greetings = [], handshakes = [], servedHere }: Seen, address: string): string | null {
  const here = greetings.find((one) => one.address === address && one.status !== null);
  if (!here) return null;
  const { between, process, status, server } = here;
  if (between.length > 0) return between.join(', ');
  if (process === 'shop') return 'it hands requests to the shop itself';
  if (status !== null && isGatewayError(status)) return `${status}, Server: ${server ?? 'not said'}`;
  // Somebody's edge, which may be that of an old machine, but for the certificate that is stored here.
  const showsOurs = handshakes.some(
    (one) => one.address === address && one.certificate?.fingerprint === (servedHere?.stored ?? null),
  );
  return process === 'edge' && showsOurs ? 'port 443 leads to the edge of this machine, and port 80 does not' : null;
}

const isOurs = ({ greetings = [], challengeReach }: Seen, host: string, address: string): boolean =>
  greetings.some((one) => one.host === host && one.address === address && one.process === 'edge') ||
  (challengeReach?.looks ?? []).some((one) => one.host === host && one.address === address && one.answer === 'ours');

const greeted = ({ status, server }: Greeting): string =>
  `${String(status)} to /healthz${server === null ? '' : `, Server: ${server}`}`;

/** What was heard of another machine there; null: nothing, or it may be one in front of this. */
function otherAt(seen: Seen, host: string, address: string): string | null {
  const { greetings = [], challengeReach } = seen;
  if (isOurs(seen, host, address) || frontAt(seen, address) !== null) return null;
  const greeting = greetings.find((one) => one.host === host && one.address === address && isStranger(one));
  const look = (challengeReach?.here === 'ours' ? challengeReach.looks : []).find(
    (one) => one.host === host && one.address === address && one.answer === 'another',
  );
  return greeting ? greeted(greeting) : (look?.said ?? null);
}

/** Addresses of a host that lead to another machine, beside one that leads to this. */
function staleOf(
  facts: Seen & Pick<Facts, 'addresses'>,
  isStale: (address: string, good: string) => boolean,
): Evidence | null {
  const { addresses } = facts;
  return evidenceOf(
    addresses.flatMap(({ host, address }): Sign[] => {
      const good = addresses.find(
        (one) => one.host === host && isStale(address, one.address) && isOurs(facts, host, one.address),
      );
      const other = good ? otherAt(facts, host, address) : null;
      return other === null ? [] : [{ at: host, says: `${host} at ${address} (${other})` }];
    }),
  );
}

/** What is seen of it, by every class of its own. */
const SEEN = ['NET-STRANGER', 'DNS-SEVERAL', 'CERT-DIFFERS', 'ACME-CHALLENGE', 'ACME-01', 'ACME-CONNECT'];

const LEADS_ELSEWHERE_OVER_IPV6 = fault({
  id: 'DNS-04',
  layer: 'dns',
  severity: 'harm',
  needs: ['addresses'],
  find: (facts) => staleOf(facts, (address, good) => family(address) === 6 && family(good) === 4),
  explains: [...SEEN, ...CONSEQUENCES],
  owner: {
    ko: ({ names }) => `${names}의 IPv6 주소가 다른 서버를 가리켜서, 휴대폰으로 오는 손님이 엉뚱한 곳에 도착해요.`,
    en: ({ names }) => `Over IPv6, as most phones come, ${names} leads to another machine.`,
  },
  expert: ({ what }) => `AAAA leads to a machine that isn’t the shop’s, while A leads to it: ${what}.`,
  browser: 'Another site, or a warning about its certificate; on some networks only',
  mend: 'Route 53, the hosted zone, the AAAA record: the IPv6 address of this machine (npx pulumi up), or no such record.',
  mendKo: 'Route 53, 호스팅 영역, AAAA 레코드: 이 서버의 IPv6 주소를 넣거나(npx pulumi up) 레코드를 지우세요.',
});

const ONE_STALE = fault({
  id: 'DNS-05',
  layer: 'dns',
  severity: 'harm',
  needs: ['addresses'],
  find: (facts) => staleOf(facts, (address, good) => address !== good && family(address) === family(good)),
  explains: [...SEEN, ...CONSEQUENCES],
  owner: {
    ko: ({ names }) => `${names}의 주소가 여러 개인데 그중 하나가 다른 서버여서, 손님 일부가 엉뚱한 곳에 도착해요.`,
    en: ({ names }) => `Of the addresses of ${names} one is another machine’s, so some visitors end up there.`,
  },
  expert: ({ what }) => `One of several addresses is stale: ${what}.`,
  browser: 'The shop on one visit, and another site on the next',
  mend: 'Route 53, the hosted zone, the record: take that address out; npx pulumi up makes it as it should be.',
  mendKo: 'Route 53, 호스팅 영역, 그 레코드: 그 주소를 빼세요. npx pulumi up이 제대로 만들어 줘요.',
});

const LEADS_ELSEWHERE = fault({
  id: 'DNS-03',
  layer: 'dns',
  severity: 'down',
  needs: ['challengeReach'],
  find(facts) {
    const { here, looks } = facts.challengeReach;
    const isElsewhere = ({ host, address, answer }: ChallengeLook): boolean => {
      const others = looks.filter((one) => one.host === host);
      const counts = family(address) === 4 || others.every((one) => family(one.address) === 6);
      const leadsHere = others.some((one) => one.answer === 'ours');
      return answer === 'another' && counts && !leadsHere && frontAt(facts, address) === null;
    };
    if (here !== 'ours') return null;
    return evidenceOf(
      looks
        .filter(isElsewhere)
        .map(({ host, address, said }) => ({ at: host, says: `${host} at ${address} (${said})` })),
    );
  },
  explains: [...SEEN, 'NET-11', 'CERT-02', ...CONSEQUENCES],
  owner: {
    ko: '가게의 이름이 이 서버가 아닌 다른 곳을 가리키고 있어요.',
    en: 'The shop’s name leads to another machine.',
  },
  expert: ({ what }) => `A token planted here was not found where the name leads: ${what}.`,
  mend: 'Route 53, the hosted zone, the A record: the Elastic IP of this machine (pulumi stack output)',
  mendKo: 'Route 53, 호스팅 영역, A 레코드: 이 서버의 탄력적 IP를 넣으세요(pulumi stack output).',
});

/** It may pass on all that visitors ask for, and only this not. */
const LOST_IN_FRONT = fault({
  id: 'NET-FRONT',
  layer: 'network',
  severity: 'harm',
  needs: ['challengeReach', 'greetings'],
  find(facts) {
    const { here, looks } = facts.challengeReach;
    if (here !== 'ours') return null;
    return evidenceOf(
      looks.flatMap(({ host, address, answer, said }) => {
        const front = answer === 'another' ? frontAt(facts, address) : null;
        return front === null ? [] : [{ at: host, says: `${host} at ${address} (${said}; ${front})` }];
      }),
    );
  },
  explains: ['ACME-CHALLENGE', 'ACME-03', 'ACME-01', 'ACME-REDIRECTED', 'ACME-CONNECT', ...CONSEQUENCES],
  owner: {
    ko: ({ names }) =>
      `${names} 앞에 있는 중계 서버가 인증 기관의 확인을 이 서버까지 넘겨주지 않아서, 보안 인증서를 갱신할 수 없어요.`,
    en: ({ names }) =>
      `A server in front of ${names} keeps the authority’s check from this machine, so the certificate can’t be renewed.`,
  },
  expert: ({ what }) => `A token planted here is lost in what stands in front: ${what}.`,
  mend: 'Have it pass /.well-known/acme-challenge/ at port 80 to port 80 of this machine, untouched; or take it away and point A and AAAA at the machine. Without port 80: ACME_CHALLENGE=dns-01.',
});

export const LEADS_ELSEWHERE_FAULTS: readonly AnyFault[] = [
  ...[LEADS_ELSEWHERE, LEADS_ELSEWHERE_OVER_IPV6, ONE_STALE, LOST_IN_FRONT],
];
