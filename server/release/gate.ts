/** After the switch: does every worker name the new release, and is a visitor served, at this machine's own address? */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/env';
import { addressToAsk } from '../config/origins';
import { evidenceOf, inWords } from '../health/fault';
import { SHOP_NOT_READY, WRONG_RELEASE } from '../health/faults/processes';
import { hostsOf } from '../hosts';
import { systemClock, type Clock } from '../process/clock';
import { askProbe, fetchPage, type LoopbackRequest } from './loopback-request';
import type { Pm2 } from './pm2';
import { ofApp } from './workers';

type Sites = Pick<Config, 'domain' | 'edgeAddress' | 'httpsPort' | 'publicHttpsPort' | 'shopPort'>;

export interface Gate {
  /** Whether visitors get a certificate of the configured source now; asked before the switch. */
  hasCertificate(): Promise<boolean>;
  /** @param expected.certificate there was one before, so there must be one now @throws Error with what is wrong */
  pass(expected: { readonly releaseName: string; readonly certificate: boolean }): Promise<string>;
}

const DEADLINE_MS = 30_000;
const POLL_MS = 250;
/** Connections go to the workers in turn, but other visitors take turns too. */
const TRIES_A_WORKER = 20;

export function createGate(options: {
  readonly pm2: Pm2;
  readonly config: Sites;
  readonly deadlineMs?: number;
  readonly clock?: Clock;
}): Gate {
  const { pm2, config, clock = systemClock } = options;
  const authority = config.publicHttpsPort === 443 ? config.domain : `${config.domain}:${config.publicHttpsPort}`;
  const address = addressToAsk(config.edgeAddress);
  const visitor = (path: string): LoopbackRequest => ({
    address,
    port: config.httpsPort,
    path,
    authority,
    serverName: hostsOf(config.domain).apex,
  });

  function assertNamed(current: string, process: string, release: unknown): void {
    const running = [{ process, release: String(release) }];
    const wrong = evidenceOf(WRONG_RELEASE, { now: clock.now(), releases: { current, running } });
    if (wrong) throw new Error(inWords(WRONG_RELEASE.expert, wrong));
  }

  async function shopWorkersNameIt(releaseName: string): Promise<number> {
    const waited = new Set(ofApp(await pm2.workers(), 'shop').map(({ pid }) => pid));
    const { size } = waited;
    if (size === 0) throw new Error('no shop is running');
    for (let tries = 0; waited.size > 0 && tries < size * TRIES_A_WORKER; tries++) {
      const { release, pid } = await askProbe({ port: config.shopPort, path: '/healthz', authority });
      assertNamed(releaseName, `shop worker ${String(pid)}`, release);
      waited.delete(Number(pid));
    }
    if (waited.size > 0) throw new Error(`shop workers ${[...waited].join(', ')} never answered`);
    return size;
  }

  async function visitorIsServed(releaseName: string, certificate: boolean): Promise<boolean> {
    const health = await askProbe(visitor('/healthz'));
    assertNamed(releaseName, 'the edge', health['release']);
    const ready = await askProbe(visitor('/readyz'));
    const unready = evidenceOf(SHOP_NOT_READY, { now: clock.now(), shopStatus: statusOf(ready['shop']) });
    if (unready) throw new Error(`the edge finds no ready shop: ${inWords(SHOP_NOT_READY.expert, unready)}`);
    const certified = isOk(ready['certificate']);
    if (certificate && !certified) throw new Error(`the certificate is gone: ${JSON.stringify(ready['certificate'])}`);
    await fetchPage(visitor('/'));
    return certified;
  }

  return {
    async hasCertificate() {
      const ready = await askProbe(visitor('/readyz')).catch(() => null);
      return isOk(ready?.['certificate']);
    },
    async pass({ releaseName, certificate }) {
      const deadline = performance.now() + (options.deadlineMs ?? DEADLINE_MS);
      for (;;) {
        try {
          const workers = await shopWorkersNameIt(releaseName);
          const certified = await visitorIsServed(releaseName, certificate);
          const note = certified ? '' : ', no certificate yet';
          return `${config.domain} is ${releaseName}, ${workers} shop ${workers === 1 ? 'worker' : 'workers'}${note}`;
        } catch (error) {
          if (performance.now() > deadline) throw error;
        }
        await sleep(POLL_MS);
      }
    },
  };
}

function statusOf(part: unknown): number | null {
  const status = typeof part === 'object' && part !== null && 'status' in part ? part.status : null;
  return typeof status === 'number' ? status : null;
}

/** Of the certificate, which the edge judges by the same rows. */
function isOk(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'ok' in part && part.ok === true;
}
