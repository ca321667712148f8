/** Deploys while people shop: one that goes well, and one for every place where one can fail. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSteps } from '../../server/process/steps';
import { asError } from '../../server/process/thrown';
import { type Artefact } from '../../server/release/artefact';
import { deliver } from '../../server/release/delivery';
import { type Transport } from '../../server/release/transport';
import { startLoad, type LoadFigures } from '../../tests/long/load';
import { type Shop } from './customer';
import { type Machine } from './machine';
import { currentRelease, type Goods } from './on-the-machine';
import { packAgain, transportTo, type Change } from './releases';
import { type Report } from './report';
import { waitFor } from './waits';

export interface Deploys {
  readonly machine: Machine;
  readonly shop: Shop;
  readonly goods: Goods;
  readonly artefact: Artefact;
  /** With the operator's key. */
  readonly overSsh: Transport;
  /** With her key of AWS. Those that fail go neither way, but straight in. */
  readonly overSsm: Transport;
}

interface Deployed {
  readonly error: Error | null;
  readonly figures: LoadFigures;
  readonly before: string;
  readonly after: string;
  readonly id: string;
  readonly seconds: number;
}

/** Before and after the deploy, so that there is something to compare with. */
const CALM_MS = 3_000;

export async function rehearseDeploys(report: Report, deploys: Deploys): Promise<void> {
  for (const [name, road] of [
    ['over SSH', deploys.overSsh],
    ['over Systems Manager', deploys.overSsm],
  ] as const) {
    await report.attempt(`a deploy ${name} while people shop`, async () => {
      const { error, figures, after, id, seconds } = await deployUnderLoad(report, deploys, 'none', road);
      if (error) throw error;
      report.find(`failed requests during a deploy ${name}`, told(figures, seconds), figures.failed === 0);
      report.find('the release that serves then', after, after === id);
    });
  }
  for (const flaw of ['migration', 'canary'] as const) {
    await report.attempt(`a deploy whose ${flaw} fails`, async () => {
      const { error, figures, before, after, seconds } = await deployUnderLoad(report, deploys, flaw);
      if (!error) throw new Error('it was not noticed');
      report.find(`failed requests during a deploy whose ${flaw} fails`, told(figures, seconds), figures.failed === 0);
      report.find('the release that serves then', after, after === before);
    });
  }
  await report.attempt('a deploy that fails after the switch', async () => {
    const { error, figures, before, after, seconds } = await deployUnderLoad(report, deploys, 'after the switch');
    if (!error) throw new Error('it was not noticed');
    report.find('lost requests of a deploy that fails after the switch', told(figures, seconds));
    report.find('the release that serves then', after, after === before);
  });
}

async function deployUnderLoad(
  report: Report,
  { machine, shop, goods, artefact }: Deploys,
  change: Change,
  road: Transport = transportTo(machine),
): Promise<Deployed> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'rehearsal-'));
  const before = await currentRelease(machine);
  const load = startLoad({
    port: 443,
    address: shop.address,
    host: shop.domain,
    ca: shop.ca,
    pages: ['/', '/robots.txt', '/terms', '/cart', '/en/', ...goods.slugs.map((slug) => `/perfumes/${slug}`)],
    variantId: goods.variantId,
  });
  const startedAtMs = performance.now();
  let error: Error | null = null;
  let figures: LoadFigures | null = null;
  let id = '';
  try {
    await waitFor({ what: 'the first requests to be answered', seconds: 30 }, () =>
      Promise.resolve(load.count() > 50 ? true : null),
    );
    await sleep(CALM_MS);
    const packed = await packAgain(artefact, change, scratch);
    id = packed.id;
    const terminal = { write: (text: string) => report.note(text.trimEnd()) };
    const steps = createSteps(terminal, new AbortController().signal);
    await deliver(packed, road, steps).catch((reason: unknown) => {
      error = asError(reason);
    });
    await sleep(CALM_MS);
  } finally {
    figures = await load.stop();
    await rm(scratch, { recursive: true, force: true });
  }
  const failures = figures.failures.slice(0, 3).map(({ at, request, what }) => `${at} ${request}: ${what}`);
  for (const line of failures) report.note(line);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  return { error, figures, before, after: await currentRelease(machine), id, seconds };
}

const told = ({ failed, requests }: LoadFigures, seconds: number): string =>
  `${failed} of ${requests} in ${seconds.toFixed(0)} s`;
