/** Faults of what stands between: in front of the machine, or on it between edge and worker. */
import { createServer } from 'node:http';
import type { Rule } from '../front';
import { HOSTS, REVOCATION_LIST, SERVERS, SHOP_PORT } from '../places';
import { listen } from '../registry';
import type { Relay } from '../relay';
import { all, fault, type LaboratoryFault } from '../table';
import type { World } from '../world';

const NAMES = HOSTS.all.map(({ name }) => name);

const withRule =
  (rule: Rule): LaboratoryFault['make'] =>
  ({ front }) =>
    front([rule]);

/** The worker listens one port further on, and somebody else where the edge asks. */
const betweenEdgeAndWorker =
  (relay: Partial<Relay>): LaboratoryFault['make'] =>
  ({ shop, relay: start }) =>
    all(
      async () => {
        await shop.processes.shop.again({ SHOP_PORT: String(SHOP_PORT + 1) });
        return () => shop.processes.shop.again();
      },
      () => start(SHOP_PORT, { address: '127.0.0.1', to: SHOP_PORT + 1, ...relay }),
    );

async function revoked({ authority, front }: World) {
  const pair = await authority.issue(NAMES);
  const list = await authority.revocationList(pair.chain);
  const server = createServer((request, response) => {
    response.writeHead(request.url === new URL(REVOCATION_LIST).pathname ? 200 : 404).end(list);
  });
  return all(
    () => listen(server, 80, SERVERS.elsewhere),
    () => front([], { pair }),
  );
}

export const BETWEEN_FAULTS: readonly LaboratoryFault[] = [
  fault(
    'another program’s page at port 80',
    'NET-11',
    withRule({
      on: 'http',
      answer: {
        status: 200,
        headers: { 'content-type': 'text/html', server: 'nginx' },
        body: '<h1>Welcome to nginx!</h1>',
      },
    }),
  ),
  fault(
    'a balancer’s cookie over plain HTTP',
    'APP-02',
    withRule({ on: 'http', headers: { 'set-cookie': 'AWSALB=1; Path=/' } }),
  ),
  fault(
    'a cookie that browsers throw away',
    'APP-03',
    withRule({
      on: 'https',
      path: '^/cart',
      headers: { 'set-cookie': '__Host-seen=1; Secure; HttpOnly; SameSite=Lax; Path=/cart' },
    }),
  ),
  fault('an intermediate that has ended', 'CERT-09', async ({ authority, front }) =>
    front([], { pair: await authority.issueBy(-2, NAMES) }),
  ),
  fault('a certificate that was taken back', 'CERT-11', revoked),
  fault('idle connections that end too early', 'PRX-02', betweenEdgeAndWorker({ idleMs: 1_000 }), { outside: null }),
  fault('a worker that isn’t told who asks', 'PRX-10', betweenEdgeAndWorker({ loses: 'x-forwarded-for' })),
];
