/** The owner at the desk of a site that runs, asked of the shop's worker itself, without the edge. */
import { Agent, request } from 'node:http';
import { readKeys } from '../server/process/keys';
import { takeSeat } from '../tests/setup/desk';
import type { Site } from '../tests/setup/site';

export interface DeskAnswer {
  readonly status: number;
  readonly html: string;
  readonly ms: number;
}

export interface DeskVisitor {
  readonly headers: Readonly<Record<string, string>>;
  get(path: string): Promise<DeskAnswer>;
  /** @param form with its token */
  post(path: string, form: Readonly<Record<string, readonly string[]>>): Promise<DeskAnswer>;
  /** Of her connections. */
  leave(): void;
}

export async function visitDesk(site: Site, connections: number): Promise<DeskVisitor> {
  const keys = await readKeys(
    { dataDir: site.dataDir, sessionSecret: null, sealed: () => Promise.resolve([]) },
    new Date(),
  );
  const { cookie } = await takeSeat(site.database.pool, { keys, now: new Date() }, { role: 'owner' });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const name = `app.${site.domain}`;
  const headers = { Host: name, 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': name, Cookie: cookie };
  const own = {
    Origin: `https://${name}`,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const ask = (path: string, form?: URLSearchParams): Promise<DeskAnswer> => {
    const startedAt = performance.now();
    const options = form ? { method: 'POST', headers: { ...headers, ...own } } : { headers };
    return new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port: site.shopPort, path, agent, ...options }, (response) => {
        const parts: string[] = [];
        response.setEncoding('utf8').on('data', (part: string) => parts.push(part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, html: parts.join(''), ms: performance.now() - startedAt });
        });
      });
      call.on('error', reject).end(form?.toString());
    });
  };
  return {
    headers,
    get: (path) => ask(path),
    post: (path, form) => {
      const body = new URLSearchParams();
      for (const [field, values] of Object.entries(form)) for (const value of values) body.append(field, value);
      return ask(path, body);
    },
    leave: () => {
      agent.destroy();
    },
  };
}
