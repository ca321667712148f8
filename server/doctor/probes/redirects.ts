import { randomBytes } from 'node:crypto';
import type { HostAddress } from '../../health/facts/dns';
import type { ChallengeAnswer, ForeignHost, Hop, RedirectChain } from '../../health/facts/http';
import type { PortAnswer } from '../../health/facts/network';
import { originOf, type Target } from '../../health/facts/target';
import { ask, type Question, type Reply } from '../ask';
import type { Context } from '../context';
import { orNull } from '../patience';
import { probe, type AnyProbe } from '../probe';
import { answering, jsonOf, questionTo } from './reached';

/** As many as a CA follows; browsers follow twenty. */
const MOST_HOPS = 10;

interface Road {
  readonly target: Target;
  readonly addresses: readonly HostAddress[];
  readonly connections: readonly PortAnswer[];
  readonly signal: AbortSignal;
}

/** Where a URL of ours is asked for; null: it is none of ours, or its door is closed. */
function questionOf({ target, addresses, connections }: Road, url: URL, at?: string): Question | 'lost' | 'silent' {
  const host = target.hosts.all.find(({ name }) => name === url.hostname)?.name;
  const secure = url.protocol === 'https:';
  if (host === undefined || url.origin !== originOf(target, host, secure)) return 'lost';
  const port = secure ? target.httpsPort : target.httpPort;
  const open = answeringOrNone({ addresses, connections }, port).filter((one) => one.host === host);
  const address = (open.find((one) => one.address === at) ?? open[0])?.address;
  if (address === undefined) return 'silent';
  return questionTo(target, { host, address, secure }, url.pathname + url.search);
}

function answeringOrNone(known: Pick<Road, 'addresses' | 'connections'>, port: number): readonly HostAddress[] {
  try {
    return answering(known, port);
  } catch {
    return [];
  }
}

function hopOf(url: string, { status, headers }: Reply): Hop {
  const cookies = (headers['set-cookie'] ?? []).map((line) => line.split('=')[0] ?? '');
  return { url, status, location: headers.location ?? null, ...(cookies.length > 0 ? { cookies } : {}) };
}

const isRedirect = ({ status, location }: Hop): boolean => status >= 300 && status < 400 && location !== null;
const nextOf = ({ url, location }: Hop): URL | null =>
  location !== null && URL.canParse(location, url) ? new URL(location, url) : null;

interface Followed {
  readonly hops: readonly Hop[];
  readonly end: RedirectChain['end'];
  readonly last: Reply | null;
}

async function follow(road: Road, start: URL, at?: string): Promise<Followed> {
  const hops: Hop[] = [];
  let last: Reply | null = null;
  for (let url: URL | null = start; ;) {
    if (url === null) return { hops, end: 'lost', last };
    const { href } = url;
    if (hops.some((hop) => hop.url === href)) return { hops, end: 'loop', last };
    if (hops.length > MOST_HOPS) return { hops, end: 'too-many', last };
    const question = questionOf(road, url, at);
    if (typeof question === 'string') return { hops, end: question, last };
    last = await orNull(road.signal, ask(question, road.signal));
    if (!last) return { hops, end: 'silent', last };
    const hop = hopOf(href, last);
    hops.push(hop);
    if (!isRedirect(hop)) return { hops, end: 'page', last };
    url = nextOf(hop);
  }
}

const redirects = probe({
  fact: 'redirects',
  layer: 'http',
  view: 'outside',
  deadlineMs: 15_000,
  after: ['addresses', 'connections'],
  async gather({ target }, { addresses, connections }, signal): Promise<readonly RedirectChain[]> {
    const road: Road = { target, addresses, connections, signal };
    const starts = target.hosts.all.flatMap(({ name }) => [false, true].map((secure) => ({ host: name, secure })));
    const chains = starts.map(async ({ host, secure }) => {
      const start = `${originOf(target, host, secure)}/`;
      const { hops, end } = await follow(road, new URL(start));
      return { start, host, secure, hops, end };
    });
    // Of a door that doesn't open at all there is nothing to follow.
    const followed = (await Promise.all(chains)).filter(({ hops, end }) => hops.length > 0 || end !== 'silent');
    return seenOrThrow(followed, target);
  },
});

/** Of closed doors nothing can be said. @throws Error when none has let in */
function seenOrThrow<T>(seen: readonly T[], { httpPort, httpsPort }: Target): readonly T[] {
  if (seen.length === 0) throw new Error(`nobody lets in at port ${httpPort} or ${httpsPort}`);
  return seen;
}

const plainAgent = probe({
  fact: 'plainAgent',
  layer: 'http',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['addresses', 'connections'],
  async gather({ target }, { addresses, connections }, signal): Promise<Hop> {
    const url = new URL(`${originOf(target, target.hosts.apex, false)}/perfumes`);
    const question = questionOf({ target, addresses, connections, signal }, url);
    if (typeof question === 'string') throw new Error(`nobody lets in at port ${target.httpPort}`);
    return hopOf(url.href, await ask({ ...question, headers: { 'user-agent': 'curl/8' } }, signal));
  },
});

/** A name that no registry gives out (RFC 6761). */
const FOREIGN = 'doctor.invalid';

const foreignHosts = probe({
  fact: 'foreignHosts',
  layer: 'http',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['addresses', 'connections'],
  async gather({ target }, { addresses, connections }, signal): Promise<readonly ForeignHost[]> {
    const { apex } = target.hosts;
    const asked = [false, true].map(async (secure) => {
      const question = questionOf(
        { target, addresses, connections, signal },
        new URL(`${originOf(target, apex, secure)}/`),
      );
      if (typeof question === 'string') return [];
      const reply = await orNull(signal, ask({ ...question, authority: FOREIGN, serverName: apex }, signal));
      if (!reply) return [];
      const url = `${secure ? 'https' : 'http'}://${FOREIGN}/ at ${question.address}`;
      return [{ url, status: reply.status, location: reply.headers.location ?? null }];
    });
    return seenOrThrow((await Promise.all(asked)).flat(), target);
  },
});

const challengeAnswers = probe({
  fact: 'challengeAnswers',
  layer: 'http',
  view: 'outside',
  deadlineMs: 12_000,
  after: ['addresses', 'connections'],
  gather(context, { addresses, connections }, signal): Promise<readonly ChallengeAnswer[]> {
    const road: Road = { target: context.target, addresses, connections, signal };
    return Promise.all(answering(road, context.target.httpPort).map((one) => askForToken(context, road, one)));
  },
});

async function askForToken(
  { target }: Pick<Context, 'target'>,
  road: Road,
  { host, address }: HostAddress,
): Promise<ChallengeAnswer> {
  const token = `doctor-${randomBytes(12).toString('base64url')}`;
  const start = new URL(`${originOf(target, host, false)}/.well-known/acme-challenge/${token}`);
  const { hops, end, last } = await follow(road, start, address);
  const { error } = last ? jsonOf(last) : {};
  const isOurs =
    last?.status === 404 && JSON.stringify(error ?? null).includes(`has no token '${token}'`) && end === 'page';
  return { host, address, hops, isOurs, badRedirect: badRedirectOf(target, hops, end), status: last?.status ?? null };
}

/** What Boulder doesn't follow (va/http.go). */
function badRedirectOf(target: Target, hops: readonly Hop[], end: Followed['end']): string | null {
  const last = hops.at(-1);
  if (end === 'loop' || end === 'too-many') return `${hops.length} redirects, and no end`;
  if (!last || !isRedirect(last)) return null;
  const next = nextOf(last);
  if (!next || !['http:', 'https:'].includes(next.protocol)) return `a redirect to ${String(last.location)}`;
  const port = Number(next.port || (next.protocol === 'https:' ? 443 : 80));
  if (port !== target.httpPort && port !== target.httpsPort) return `a redirect to port ${port}`;
  if (next.hostname.endsWith('.well-known')) return `a redirect without a slash behind the name, to ${next.hostname}`;
  return null;
}

export const REDIRECT_PROBES: readonly AnyProbe[] = [redirects, plainAgent, foreignHosts, challengeAnswers];
