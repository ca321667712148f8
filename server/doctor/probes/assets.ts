import { randomBytes } from 'node:crypto';
import type { AssetAnswer, MissingFile } from '../../health/facts/assets';
import type { PageFile } from '../../health/facts/http';
import type { Greeting } from '../../health/facts/network';
import { originOf } from '../../health/facts/target';
import { ask } from '../ask';
import type { Context } from '../context';
import { orNull } from '../patience';
import { probe, type AnyProbe } from '../probe';
import { addressOf, questionTo } from './reached';

/** A page that names more of them is looked at as far as this. */
const MOST_FILES = 20;

const assets = probe({
  fact: 'assets',
  layer: 'assets',
  view: 'outside',
  deadlineMs: 10_000,
  after: ['greetings', 'pages'],
  gather({ target }, { greetings, pages }, signal): Promise<readonly AssetAnswer[]> {
    const { apex } = target.hosts;
    const home = pages.find(({ role, status }) => role === 'home' && status === 200);
    if (!home) throw new Error('the home page is not there');
    const origin = originOf(target, apex);
    // Of other origins the page's policy loads nothing.
    const own = new Map(home.files.filter(({ url }) => new URL(url).origin === origin).map((file) => [file.url, file]));
    const address = addressOf(greetings, apex);
    const look = async ({ url, kind }: PageFile): Promise<AssetAnswer> => {
      const { pathname, search } = new URL(url);
      const reply = await orNull(signal, ask(questionTo(target, { host: apex, address }, pathname + search), signal));
      const { 'content-type': type = null, 'cache-control': cacheControl = null } = reply?.headers ?? {};
      return { url, kind, status: reply?.status ?? null, type, cacheControl };
    };
    return Promise.all([...own.values()].slice(0, MOST_FILES).map(look));
  },
});

async function askFor(
  path: string,
  { target }: Context,
  greetings: readonly Greeting[],
  signal: AbortSignal,
): Promise<MissingFile> {
  const host = target.hosts.apex;
  const question = questionTo(target, { host, address: addressOf(greetings, host) }, path);
  const { status, headers } = await ask(question, signal);
  return { url: originOf(target, host) + path, status, type: headers['content-type'] ?? null };
}

const missingAsset = probe({
  fact: 'missingAsset',
  layer: 'assets',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  gather: (context, { greetings }, signal): Promise<MissingFile> =>
    askFor(`/assets/doctor-${randomBytes(5).toString('hex')}.js`, context, greetings, signal),
});

const SERVICE_WORKERS = ['/sw.js', '/service-worker.js'];

const serviceWorkers = probe({
  fact: 'serviceWorkers',
  layer: 'assets',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  gather: (context, { greetings }, signal): Promise<readonly MissingFile[]> =>
    Promise.all(SERVICE_WORKERS.map((path) => askFor(path, context, greetings, signal))),
});

export const ASSETS_PROBES: readonly AnyProbe[] = [assets, missingAsset, serviceWorkers];
