/** The edge between a shop that says odd things and visitors who count. */
import type { EdgeLimits } from '../../../server/edge/policy';
import { startEdge, until, type LogLine, type RunningEdge } from './edge';
import { makeVisits, type Visit } from './exact-visitors';
import { oddAnswer, type OddAnswer } from './odd-answers';
import { startOddShop } from './odd-shop';

/** A shop that says half an answer and no more is waited for, and the next visitor with it. */
const SHORT: Partial<EdgeLimits> = {
  graceMs: 400,
  stallMs: 400,
  queueMs: 400,
  lingerMs: 400,
  sweepMs: 50,
  silenceMs: 400,
};

export async function startOddSite(pageCache: boolean, answer: (path: string) => OddAnswer): Promise<RunningEdge> {
  const { port } = await startOddShop(answer);
  const edge = await startEdge({ shopPort: port, config: { pageCache }, limits: SHORT, shopTimeoutMs: 400 });
  if (pageCache) await until(() => edge.log.some(({ msg }) => msg === 'purge stream up'));
  return edge;
}

const METHODS = ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'HEAD', 'OPTIONS', 'DELETE'];

/** A page that may be kept is asked for again: as it comes, from memory over both protocols, and by who has it. */
function visitsOf(number: number, pageCache: boolean): Visit[] {
  const path = pageCache ? `/perfumes/odd-${number}` : `/odd-${number}`;
  const protocols = number % 2 === 0 ? (['h2', 'http/1.1'] as const) : (['http/1.1', 'h2'] as const);
  if (!pageCache) {
    const method = METHODS[number % METHODS.length]!;
    // One of them may be answered in fewer bytes.
    const own = { 'sec-fetch-site': 'same-origin', 'accept-encoding': 'br' };
    return protocols.map((protocol, n) => ({ protocol, path, method, headers: n === 0 ? own : {} }));
  }
  const [first, second] = protocols;
  return [
    { protocol: first, path, method: number % 7 === 0 ? 'HEAD' : 'GET' },
    { protocol: second, path, method: 'GET', headers: { 'accept-encoding': 'br' } },
    { protocol: first, path, method: number % 5 === 0 ? 'HEAD' : 'GET', headers: { 'accept-encoding': 'gzip' } },
    { protocol: second, path, method: 'GET', headers: { 'if-none-match': '*' } },
  ];
}

/** @returns what was wrong; a number at the end of a path is the answer's seed. And the log, to see what was tried */
export async function visitOddShop(options: {
  readonly pageCache: boolean;
  readonly first: number;
  readonly count: number;
  readonly atOnce: number;
}): Promise<{ readonly wrong: readonly string[]; readonly log: readonly LogLine[] }> {
  const { pageCache, first, count, atOnce } = options;
  const edge = await startOddSite(pageCache, (path) => oddAnswer(Number(/\d+$/.exec(path)?.[0])));
  const lists = Array.from({ length: count }, (_, n) => visitsOf(first + n, pageCache));
  return { wrong: await makeVisits(edge, lists, atOnce), log: edge.log };
}
