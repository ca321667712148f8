import { evidenceOf, type Evidence, type Sign } from '../evidence';
import type { SessionAnswer, ShownPage } from '../facts/http';
import { isGatewayError, type Greeting } from '../facts/network';
import type { Readiness } from '../facts/proxy';
import { fault, type AnyFault } from '../fault';
import { SLOW_PAGE_MS } from '../slow';

const edgesThat = (
  readiness: readonly Readiness[],
  isWrong: (shop: NonNullable<Readiness['shop']>) => boolean,
): Evidence | null =>
  evidenceOf(
    readiness.flatMap(({ address, isEdge, shop }) =>
      isEdge && shop && !shop.ok && isWrong(shop)
        ? [{ at: address, says: `the edge at ${address} says shop ${String(shop.status ?? 'unreachable')}` }]
        : [],
    ),
  );

/** What a visitor meets then. */
const FOLLOWS = ['CORS-01', 'PRX-ERRORS', 'PRX-SLOW', 'CORS-04', 'HDR-08', 'CACHE-02'];

/** Our edge answers /healthz itself, whatever becomes of the shop: who says this there stands in front of it. */
const gatewaysThat = (greetings: readonly Greeting[], isMeant: (isAws: boolean) => boolean): Evidence | null =>
  evidenceOf(
    greetings.flatMap(({ host, address, process, status, server }) =>
      process === null && status !== null && isGatewayError(status) && isMeant(/^awselb\//.test(server ?? ''))
        ? [{ at: host, says: `${host} (${address}) ${status}, Server: ${server ?? 'not said'}` }]
        : [],
    ),
  );

/** Of a load balancer of AWS its status says more (Elastic Load Balancing, Troubleshoot your Application Load Balancers). */
export const BALANCER_UNANSWERED = fault({
  id: 'PRX-03',
  layer: 'proxy',
  severity: 'down',
  needs: ['greetings'],
  find({ greetings }) {
    const found = gatewaysThat(greetings, (isAws) => isAws);
    return found && { ...found, isUnhealthy: greetings.some(({ status }) => status === 503) };
  },
  canBe: ['ELB-01', 'ELB-02', 'ELB-04', 'ELB-05', 'ELB-06', 'ELB-07', 'NET-10', 'NET-05', 'PROC-06'],
  explains: [...FOLLOWS, 'NET-STRANGER', 'NET-FRONT', 'CORS-06', 'HDR-20', 'ACME-CHALLENGE'],
  owner: {
    ko: ({ names, isUnhealthy }) =>
      isUnhealthy
        ? `${names} 앞에 있는 AWS 로드 밸런서가 가게 서버를 고장으로 알고 손님을 보내지 않아서, 503 오류만 보여요.`
        : `${names} 앞에 있는 AWS 로드 밸런서가 가게 서버에서 알아들을 대답을 받지 못해서, 502 오류만 보여요.`,
    en: ({ names, isUnhealthy }) =>
      isUnhealthy
        ? `The AWS load balancer in front of ${names} takes the shop for a broken one and sends nobody there, so visitors see error 503.`
        : `The AWS load balancer in front of ${names} gets no answer from the shop that it understands, so visitors see error 502.`,
  },
  expert: ({ what }) =>
    `${what}. 502: the target closed the connection before it answered (target_status_code "-"), as where protocol or port differ; 503: no target is healthy; 504: none answered in time.`,
  browser: '502 Bad Gateway, 503 Service Temporarily Unavailable or 504 Gateway Time-out',
  mend: 'With AWS credentials: npm run doctor says why each target is unhealthy. Targets are to be asked by HTTPS at 443, health path /health, never at plain 3001; the shop needs no balancer.',
});

export const GATEWAY_ALONE = fault({
  id: 'PRX-GATEWAY',
  layer: 'proxy',
  severity: 'down',
  needs: ['greetings'],
  find: ({ greetings }) => gatewaysThat(greetings, (isAws) => !isAws),
  canBe: ['PRX-01', 'NET-10', 'NET-05', 'PROC-06'],
  explains: [...FOLLOWS, 'NET-STRANGER', 'NET-FRONT', 'CORS-06', 'HDR-20', 'ACME-CHALLENGE'],
  owner: {
    ko: ({ names }) => `${names} 앞에 있는 중계 서버가 가게와 연결되지 않아서, 손님에게 오류만 보여요.`,
    en: ({ names }) => `A server in front of ${names} can’t reach the shop, so visitors see nothing but errors.`,
  },
  expert: ({ what }) => `Not our edge, and nothing good comes from behind it: ${what}.`,
  browser: '502 Bad Gateway, 503 Service Unavailable or 504 Gateway Timeout',
  mend: 'With AWS credentials: npm run doctor says why each target is unhealthy. Its listener, protocol, port and health path must be those of the edge (443 with TLS, /health), never plain 3001.',
});

export const SHOP_UNREACHABLE = fault({
  id: 'PRX-NOBODY',
  layer: 'proxy',
  severity: 'down',
  needs: ['readiness'],
  find: ({ readiness }) => edgesThat(readiness, ({ status }) => status === null),
  canBe: ['PRX-01', 'PRX-04', 'PROC-02', 'PROC-06', 'PROC-08', 'HOST-02', 'CAP-03'],
  explains: FOLLOWS,
  owner: {
    ko: '문은 열려 있지만 안쪽의 가게 프로그램이 대답하지 않아서, 주문을 받을 수 없어요.',
    en: 'The door is open, but the shop behind it doesn’t answer, so no orders can be taken.',
  },
  expert: ({ what }) => `Nobody answers at 127.0.0.1:SHOP_PORT: ${what}.`,
  browser: 'Our own page “Closed for a moment” (503) or “This is taking too long” (504)',
  mend: 'On the machine: sudo essence-aura-doctor, then sudo essence-aura-run pm2 list, sudo essence-aura-run pm2 logs shop, sudo essence-aura-run pm2 reload shop.',
});

export const SHOP_NOT_READY = fault({
  id: 'PRX-NOT-READY',
  layer: 'proxy',
  severity: 'down',
  needs: ['readiness'],
  find: ({ readiness }) => edgesThat(readiness, ({ status }) => status !== null),
  canBe: ['DB-01', 'DB-02', 'DB-03', 'DB-04', 'HOST-01', 'HOST-02'],
  explains: FOLLOWS,
  owner: {
    ko: '가게 프로그램은 떠 있지만 데이터베이스를 쓰지 못해서, 주문을 받을 수 없어요.',
    en: 'The shop is running but can’t use its database, so no orders can be taken.',
  },
  expert: ({ what }) => `The shop answers /readyz that it isn’t: ${what}.`,
  browser: 'Pages that the edge has kept, errors everywhere else',
  mend: 'On the machine: sudo essence-aura-doctor, then sudo systemctl status postgresql and sudo essence-aura-run pm2 logs shop.',
});

/** Our edge's own pages are the only ones with such a policy. */
const saidBy = ({ headers }: ShownPage): string =>
  headers['content-security-policy']?.startsWith("default-src 'none'; style-src 'sha256-") === true
    ? 'our edge'
    : headers['x-request-id'] === undefined
      ? `not our edge${headers['server'] === undefined ? '' : ` (${headers['server']})`}`
      : 'the shop';

const isMissing = ({ role, status }: ShownPage): boolean =>
  status !== null &&
  (status >= 500 || (role !== 'desk' && role !== 'private' && [401, 403, 404, 410].includes(status)));

export const PAGES_FAIL = fault({
  id: 'PRX-ERRORS',
  layer: 'proxy',
  severity: ({ isDeskOnly }: Evidence & { readonly isDeskOnly: boolean }) => (isDeskOnly ? 'harm' : 'down'),
  needs: ['pages'],
  find({ pages }) {
    const missing = pages.filter(isMissing);
    const found = evidenceOf(
      missing.map((page): Sign => ({
        at: page.url,
        says: `${page.url} ${String(page.status)}, said by ${saidBy(page)}`,
      })),
    );
    return found && { ...found, isDeskOnly: missing.every(({ role }) => role === 'desk') };
  },
  canBe: ['PRX-01', 'PRX-02', 'PRX-04', 'PROC-06', 'APP-05', 'DB-01', 'DB-02', 'DB-03', 'DB-05', 'HOST-01'],
  owner: {
    ko: ({ names }) => `${names} 페이지가 열리지 않고 오류가 나와요.`,
    en: ({ names }) => `Instead of the page, ${names} shows an error.`,
  },
  expert: ({ what }) => `${what}.`,
  browser: 'An error page',
  mend: 'On the machine: sudo essence-aura-doctor, then sudo essence-aura-run pm2 logs shop: the line with the page’s request id says why.',
});

export const PAGES_SLOW = fault({
  id: 'PRX-SLOW',
  layer: 'proxy',
  severity: 'harm',
  certainty: 'likely',
  needs: ['pages'],
  find: ({ pages }) =>
    evidenceOf(
      pages
        .filter(({ firstByteMs }) => firstByteMs > SLOW_PAGE_MS)
        .map(({ url, status, firstByteMs: ms }) => ({
          at: url,
          says: status === null ? `${url} not in ${ms / 2} ms, twice` : `${url} after ${ms} ms`,
        })),
    ),
  canBe: ['PRX-04', 'CAP-01', 'CAP-03', 'DB-02', 'HOST-02'],
  owner: {
    ko: ({ names }) => `${names} 페이지가 너무 느리게 열려서 손님이 떠날 수 있어요.`,
    en: ({ names }) => `Opening ${names} takes so long that visitors may leave.`,
  },
  expert: ({ what }) => `First byte, the faster of two: ${what}.`,
  browser: 'A spinner',
  mend: 'On the machine: sudo essence-aura-doctor, then top (%st, memory) and the slowest lines of sudo essence-aura-run pm2 logs edge.',
});

export const HEAD_TOO_SMALL = fault({
  id: 'PRX-08',
  layer: 'proxy',
  severity: 'risk',
  needs: ['manyCookies'],
  find: ({ manyCookies: { url, status } }) =>
    [400, 413, 431, 494].includes(status) ? evidenceOf([{ at: url, says: `${url} ${status}` }]) : null,
  owner: {
    ko: '쿠키가 많이 쌓인 손님은 오류 페이지만 보게 돼요.',
    en: 'Visitors whose browsers have collected many cookies see nothing but an error.',
  },
  expert: ({ what }) => `12 kB of cookies are refused: ${what}.`,
  browser: 'HTTP ERROR 431, or 400 “Request Header Or Cookie Too Large”',
  mend: 'server/http/head-limits.ts allows 16 kB; a smaller limit is that of who stands in front, or of NODE_OPTIONS=--max-http-header-size.',
});

const says = ({ url, secure, local }: SessionAnswer): string =>
  `${url}: "secure": ${String(secure)}, "local": ${String(local)}`;

export const FORGERY_BELIEVED = fault({
  id: 'PRX-09',
  layer: 'proxy',
  severity: 'harm',
  needs: ['session', 'forgedSession'],
  find: ({ session, forgedSession: forged }) =>
    forged.status === 200 &&
    ((session.secure === true && forged.secure === false) || (session.local === false && forged.local === true))
      ? evidenceOf([{ at: new URL(forged.url).hostname, says: says(forged) }])
      : null,
  owner: {
    ko: '손님이 자기 주소를 속여도 가게가 그대로 믿어서, 접속 제한과 로그인 기록을 속일 수 있어요.',
    en: 'The shop believes what visitors say of themselves, so limits and the record of sign-ins can be deceived.',
  },
  expert: ({ what }) => `X-Forwarded-Proto and X-Forwarded-For of a client reach the worker: ${what}.`,
  mend: 'The edge overwrites both (server/edge/forwarded-headers.ts): who asks the worker past the edge must be taken away, or overwrite them as well.',
});

export const ALL_ARE_ONE = fault({
  id: 'PRX-10',
  layer: 'proxy',
  severity: 'harm',
  needs: ['session'],
  find: ({ session, target: { isPublic } }) =>
    isPublic && session.local === true
      ? evidenceOf([{ at: new URL(session.url).hostname, says: says(session) }])
      : null,
  owner: {
    ko: '가게가 모든 손님을 한 사람으로 알고 있어서, 손님이 몰리면 접속이 한꺼번에 막힐 수 있어요.',
    en: 'To the shop all visitors are one and the same, so limits meant for one may shut everybody out.',
  },
  expert: ({ what }) =>
    `The worker sees its own machine’s address as every client’s, so X-Forwarded-For doesn’t reach it: ${what}.`,
  browser: '429 Too Many Requests',
  mend: 'The edge says X-Forwarded-For (server/edge/forwarded-headers.ts) and the shop believes it (server/web/app.ts, trust proxy loopback): who stands between them takes it away?',
});

export const PROXY_FAULTS: readonly AnyFault[] = [
  ...[
    BALANCER_UNANSWERED,
    FORGERY_BELIEVED,
    ALL_ARE_ONE,
    GATEWAY_ALONE,
    SHOP_UNREACHABLE,
    SHOP_NOT_READY,
    PAGES_FAIL,
    PAGES_SLOW,
    HEAD_TOO_SMALL,
  ],
];
