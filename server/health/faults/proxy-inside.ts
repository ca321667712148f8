import { fault, type AnyFault } from '../fault';

/** A worker listens some seconds after its start. */
const STARTING_MS = 30_000;

const WORKER_ELSEWHERE = fault({
  id: 'PRX-01',
  layer: 'proxy',
  severity: 'down',
  needs: ['ownPorts', 'ownProcesses'],
  find({ ownPorts: { listeners, shopPort }, ownProcesses, now }) {
    const [shop] = ownProcesses.filter(({ name }) => name === 'shop');
    if (!shop || now.getTime() - shop.startedAt.getTime() < STARTING_MS) return null;
    return listeners.some(({ port }) => port === shopPort) ? null : { shopPort, pid: shop.pid };
  },
  explains: ['PRX-NOBODY', 'PROC-NOT-READY', 'CACHE-20', 'PRX-04'],
  owner: {
    ko: '가게 프로그램은 켜져 있는데, 접속을 받는 프로그램(엣지)이 찾는 곳에 없어요.',
    en: 'The shop’s program runs, but not where its front door looks for it.',
  },
  expert: ({ shopPort, pid }) => `Nobody listens on 127.0.0.1:${shopPort}, though the shop runs (process ${pid}).`,
  browser: '503 Service Unavailable',
  mend: 'SHOP_PORT must be the same for edge and shop: /etc/essence-aura/environment; sudo systemctl restart essence-aura',
});

const WORKER_HANGS = fault({
  id: 'PRX-04',
  layer: 'proxy',
  severity: 'down',
  needs: ['ownPorts', 'workerMs'],
  find: ({ ownPorts: { listeners, shopPort }, workerMs }) =>
    workerMs === null && listeners.some(({ port }) => port === shopPort) ? { shopPort } : null,
  explains: ['PRX-NOBODY', 'PROC-NOT-READY', 'CACHE-20'],
  owner: {
    ko: '가게 프로그램이 멈춰서 아무 대답도 하지 않아요.',
    en: 'The shop’s program hangs and answers nothing.',
  },
  expert: ({ shopPort }) => `127.0.0.1:${shopPort} takes connections, and /healthz is not answered.`,
  browser: '504 Gateway Timeout',
  mend: 'On the machine: sudo essence-aura-run pm2 restart shop; sudo essence-aura-run pm2 logs shop --lines 50 --nostream',
});

const IDLE_TOO_SHORT = fault({
  id: 'PRX-02',
  layer: 'proxy',
  severity: 'harm',
  needs: ['idleMs'],
  find: ({ idleMs: { worker, edge } }) => (worker !== null && worker <= edge ? { worker, edge } : null),
  explains: ['PRX-ERRORS'],
  owner: {
    ko: '한가할 때 손님이 가끔 오류 페이지를 보게 돼요.',
    en: 'At quiet times a visitor now and then meets an error page.',
  },
  expert: ({ worker, edge }) =>
    `Who listens at SHOP_PORT ends idle connections after ${worker} ms, and the edge keeps them for ${edge} ms: a request that meets the end is lost (ECONNRESET).`,
  browser: '502 Bad Gateway, now and then',
  mend: 'Nothing but our worker may listen at SHOP_PORT (server/config/idle-connections.ts has both times): on the machine: sudo ss -ltnp "sport = :3001"',
});

const PURGES_UNHEARD = fault({
  id: 'CACHE-20',
  layer: 'proxy',
  severity: 'harm',
  needs: ['purgeStream'],
  find: ({ purgeStream }) => (purgeStream === 'ready' ? null : { purgeStream }),
  owner: {
    ko: '상품을 고쳐도 손님에게는 이전 화면이 보일 수 있어요.',
    en: 'What you change may not show: the pages that are kept ready hear of no changes.',
  },
  expert: ({ purgeStream }) =>
    `GET /internal/purges of the shop: ${purgeStream}, so the edge keeps no page or an old one.`,
  mend: 'On the machine: sudo essence-aura-run pm2 restart shop; the shop listens to Postgres: see the database’s findings',
});

export const PROXY_INSIDE_FAULTS: readonly AnyFault[] = [
  WORKER_ELSEWHERE,
  WORKER_HANGS,
  IDLE_TOO_SHORT,
  PURGES_UNHEARD,
];
