/** CloudFront, where the shop's names lead to it. The shop's own stack makes none. */
import type { CloudDistribution } from '../facts/cloud-front';
import { fault, type AnyFault } from '../fault';
import { covers } from './cloud-balancer';

const pageOf = ({ id }: CloudDistribution): string => `CloudFront console, Distributions, ${id}`;

export const ALIAS_MISSING = fault({
  id: 'CDN-01',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudDistributions'],
  find: ({ cloudDistributions }) => {
    for (const distribution of cloudDistributions) {
      const { hosts, aliases, certificate } = distribution;
      const names = certificate?.names ?? null;
      const strange = hosts.filter((host) => !covers(aliases, host));
      const bare = certificate && names === null ? [] : hosts.filter((host) => !covers(names ?? [], host));
      if (strange.length + bare.length > 0) {
        return {
          distribution,
          missing: [...new Set([...strange, ...bare])].join(', '),
          aliases: aliases.join(', ') || 'none',
        };
      }
    }
    return null;
  },
  explains: ['CERT-02'],
  owner: {
    ko: ({ missing }) => `CloudFront가 ${missing} 이름을 몰라서 가게 대신 오류를 보여 줘요.`,
    en: ({ missing }) => `CloudFront does not know ${missing}, and shows an error in place of the shop.`,
  },
  expert: ({ distribution, missing, aliases }) =>
    `${distribution.id} lacks ${missing} among its alternate names (${aliases}) or in its certificate (${distribution.certificate?.arn ?? "CloudFront's own"}).`,
  browser: 'NET::ERR_CERT_COMMON_NAME_INVALID, or 403 Bad request',
  mend: ({ distribution }) =>
    `${pageOf(distribution)}, General: alternate names, with a certificate of Certificate Manager in us-east-1, the only region that it takes.`,
  mendKo: (found) =>
    `${pageOf(found.distribution)}, 일반: 대체 도메인 이름에 가게의 이름을 넣고, us-east-1의 Certificate Manager 인증서를 고르세요. 다른 리전의 것은 쓸 수 없어요.`,
});

export const DISTRIBUTION_OFF = fault({
  id: 'CDN-02',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudDistributions'],
  find: ({ cloudDistributions }) => cloudDistributions.find(({ isEnabled }) => !isEnabled) ?? null,
  owner: {
    ko: '도메인이 가리키는 CloudFront가 꺼져 있어요.',
    en: 'The names lead to CloudFront, where the shop is switched off.',
  },
  expert: ({ id, hosts }) => `${hosts.join(', ')} → ${id}, which is disabled.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: (distribution) => `${pageOf(distribution)}, Enable.`,
  mendKo: (distribution) => `${pageOf(distribution)}: 활성화하세요.`,
});

export const ORIGIN_PLAIN = fault({
  id: 'CDN-03',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudDistributions'],
  find: ({ cloudDistributions }) =>
    cloudDistributions.find(({ origins }) => origins.some(({ protocol }) => protocol === 'http-only')) ?? null,
  explains: ['HDR-01'],
  owner: {
    ko: 'CloudFront와 가게가 손님을 서로에게 되돌려 보내서 페이지가 열리지 않아요.',
    en: 'CloudFront and the shop send visitors back to each other, so no page opens.',
  },
  expert: ({ id, origins }) =>
    `${id} asks ${origins.map(({ domain }) => domain).join(', ')} over HTTP only, where the edge redirects everything to HTTPS.`,
  browser: 'ERR_TOO_MANY_REDIRECTS',
  mend: (distribution) => `${pageOf(distribution)}, Origins: protocol HTTPS only, with the Host header passed on.`,
  mendKo: (distribution) =>
    `${pageOf(distribution)}, 원본: 프로토콜을 HTTPS만으로 바꾸고 Host 헤더를 그대로 넘기게 하세요.`,
});

export const COOKIES_LOST = fault({
  id: 'CDN-04',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudDistributions'],
  find: ({ cloudDistributions }) => cloudDistributions.find(({ isWithoutCookies }) => isWithoutCookies) ?? null,
  explains: ['APP-01'],
  owner: {
    ko: 'CloudFront가 손님의 쿠키를 가게에 전하지 않아서 장바구니와 로그인이 안 돼요.',
    en: "CloudFront keeps visitors' cookies from the shop, so carts and sign-ins don't work.",
  },
  expert: ({ id }) => `The default behaviour of ${id} forwards no cookies to the origin.`,
  mend: (distribution) =>
    `${pageOf(distribution)}, Behaviors: cache policy CachingDisabled, origin request policy AllViewer.`,
  mendKo: (distribution) =>
    `${pageOf(distribution)}, 동작: 캐시 정책은 CachingDisabled, 원본 요청 정책은 AllViewer로 하세요.`,
});

export const PAGES_KEPT = fault({
  id: 'CDN-05',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudDistributions'],
  find: ({ cloudDistributions }) => cloudDistributions.find(({ minAgeSeconds }) => minAgeSeconds > 0) ?? null,
  explains: ['CACHE-01'],
  owner: {
    ko: 'CloudFront가 지난 페이지를 붙들고 있어서 손님이 옛 가격이나 남의 페이지를 볼 수 있어요.',
    en: "CloudFront holds on to pages, so visitors may see old prices, or somebody else's page.",
  },
  expert: ({ id, minAgeSeconds }) =>
    `${id} keeps every answer for at least ${minAgeSeconds} s (minimum TTL), whatever Cache-Control says.`,
  mend: (distribution) =>
    `${pageOf(distribution)}, Behaviors: minimum TTL 0, or cache policy CachingDisabled; then Invalidations, /*.`,
  mendKo: (distribution) =>
    `${pageOf(distribution)}, 동작: 최소 TTL을 0으로 하거나 캐시 정책을 CachingDisabled로 바꾸고, 무효화에 /*를 넣으세요.`,
});

export const CLOUD_DISTRIBUTION_FAULTS: readonly AnyFault[] = [
  ...[ALIAS_MISSING, DISTRIBUTION_OFF, ORIGIN_PLAIN, COOKIES_LOST, PAGES_KEPT],
];
