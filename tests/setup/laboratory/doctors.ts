/** Two who look at the shop: one from the world, and one on the shop's machine, who looks from outside as well. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { readEnvironment } from '../../../server/config/env';
import type { Context } from '../../../server/doctor/context';
import { diagnose } from '../../../server/doctor/diagnose';
import type { Report } from '../../../server/doctor/report';
import type { View } from '../../../server/health/layers';
import type { Machine } from './namespaces';
import { HOSTS, SERVERS, SHOP_PORT } from './places';
import type { Postgres } from './postgres';
import { createProgram, type Program } from './programs';
import type { Registry } from './registry';
import type { Shop } from './shop';

export interface Doctors {
  readonly outside: () => Promise<Report>;
  readonly inside: () => Promise<Report>;
  readonly stop: () => Promise<void>;
}

/** All that crosses from one process to another. */
export type Asked = Omit<Context, 'clock'> & { readonly views: readonly View[] };

export async function createDoctors(options: {
  readonly machine: Machine;
  readonly shop: Shop;
  readonly registry: Registry;
  readonly postgres: Postgres;
  readonly roots: readonly string[];
  /** Variables of a program that is to know them as those of public authorities. */
  readonly trusting: Readonly<Record<string, string>>;
  readonly logDirectory: string;
}): Promise<Doctors> {
  const { machine, shop, registry, postgres, roots, trusting, logDirectory } = options;
  const { config, secrets } = readEnvironment(shop.env);
  const target = { hosts: HOSTS, httpPort: 80, httpsPort: 443, shopPort: SHOP_PORT, isPublic: true };
  const resolvers = [SERVERS.resolver, SERVERS.otherResolver];
  const reach = { resolvers, extraRoots: roots, rdapBootstrapUrl: registry.bootstrapUrl };
  // The authority's own certificate, as the machine is told of it.
  const known = config.acme.caFile === null ? [] : [await readFile(config.acme.caFile, 'utf8')];
  const inside = { config, databaseUrl: postgres.url, mailUrl: secrets.mailUrl };
  const command = [process.execPath, '--enable-source-maps', `${__dirname}/doctor.js`] as const;
  const shared = { env: trusting, logDirectory };
  const inWorld = createProgram({ ...shared, name: 'doctor-in-world', command: [...command] });
  const onMachine = createProgram({ ...shared, name: 'doctor-on-machine', command: machine.inside([...command]) });
  await Promise.all([inWorld.start(), onMachine.start()]);
  return {
    outside: () => ask(inWorld, { target, reach, inside: null, cloud: null, views: ['outside'] }),
    inside: () =>
      ask(onMachine, {
        target,
        reach: { ...reach, extraRoots: [...roots, ...known] },
        inside,
        cloud: null,
        views: ['outside', 'inside'],
      }),
    async stop() {
      await Promise.all([inWorld.stop(), onMachine.stop()]);
    },
  };
}

function ask(doctor: Program, asked: Asked): Promise<Report> {
  const child = doctor.child();
  child.send(asked);
  const over = new AbortController();
  const answered = once(child, 'message', over).then(([report]) => report as Report);
  const ended = once(child, 'exit', over).then(() => Promise.reject(new Error('the doctor has ended')));
  return Promise.race([answered, ended]).finally(() => over.abort());
}

export const examine = ({ views, ...context }: Asked): Promise<Report> =>
  diagnose({ ...context, clock: { now: () => new Date() } }, { views });
