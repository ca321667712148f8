/** A few people who look around while something happens: each on a connection of her own, nothing sent twice. */
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { DOMAIN, type Host } from './host';

const VISITORS = 4;
const PAUSE_MS = 15;
const PATHS = ['/', '/perfumes', '/cart', '/healthz'] as const;

export function letVisitorsIn(host: Host) {
  let open = true;
  let answered = 0;
  const failures: string[] = [];
  const releases = new Set<string>();
  const ca = host.caPem();

  function ask(agent: https.Agent, path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = https.get(
        {
          agent,
          host: '127.0.0.1',
          port: host.ports.https,
          path,
          headers: { host: DOMAIN },
          signal: AbortSignal.timeout(20_000),
        },
        (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          response.once('error', reject).once('end', () => {
            if (response.statusCode !== 200) return void reject(new Error(`status ${response.statusCode}`));
            if (path === '/healthz') releases.add((JSON.parse(body) as { release: string }).release);
            resolve();
          });
        },
      );
      request.once('error', reject);
    });
  }

  const visitors = Array.from({ length: VISITORS }, async (_none, number) => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1, ca, servername: DOMAIN });
    for (let visit = number; open; visit++) {
      const path = PATHS[visit % PATHS.length] ?? '/';
      await ask(agent, path).then(
        () => (answered += 1),
        (error: unknown) => failures.push(`${new Date().toISOString()} ${path}: ${String(error)}`),
      );
      await sleep(PAUSE_MS);
    }
    agent.destroy();
  });

  return {
    count: () => answered,
    async leave() {
      open = false;
      await Promise.all(visitors);
      return { answered, failures, releases };
    },
  };
}
