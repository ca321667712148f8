import type { Readiness } from '../../health/facts/proxy';
import { originOf } from '../../health/facts/target';
import { ask } from '../ask';
import { orNull } from '../patience';
import { probe, type AnyProbe } from '../probe';
import { addressOf, jsonOf, questionTo } from './reached';

const readiness = probe({
  fact: 'readiness',
  layer: 'proxy',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  gather({ target }, { greetings }, signal): Promise<readonly Readiness[]> {
    const { apex } = target.hosts;
    const addresses = greetings.filter(({ host, process }) => host === apex && process === 'edge');
    if (addresses.length === 0) throw new Error(`no edge of ours answers under ${apex}`);
    return Promise.all(
      addresses.map(async ({ address }) => {
        const reply = await orNull(signal, ask(questionTo(target, { host: apex, address }, '/readyz'), signal));
        const said = reply ? jsonOf(reply) : {};
        return {
          address,
          status: reply?.status ?? null,
          isEdge: said['process'] === 'edge',
          shop: shopOf(said['shop']),
        };
      }),
    );
  },
});

function shopOf(said: unknown): Readiness['shop'] {
  if (typeof said !== 'object' || said === null || !('ok' in said)) return null;
  const status = 'status' in said && typeof said.status === 'number' ? said.status : null;
  return { ok: said.ok === true, status };
}

/** Below what Node, and our edge, take of a head. */
const COOKIE_BYTES = 12 * 1024;

const manyCookies = probe({
  fact: 'manyCookies',
  layer: 'proxy',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  async gather({ target }, { greetings }, signal) {
    const host = target.hosts.apex;
    const question = questionTo(target, { host, address: addressOf(greetings, host) }, '/api/v1/session');
    const cookie = `doctor=${'x'.repeat(COOKIE_BYTES)}`;
    const { status } = await ask({ ...question, headers: { cookie } }, signal);
    return { url: `${originOf(target, host)}/api/v1/session`, status };
  },
});

export const PROXY_PROBES: readonly AnyProbe[] = [readiness, manyCookies];
