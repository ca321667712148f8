/** What a rehearsal asks of the machine itself: its database, and commands with the shop's environment. */
import { ALLOW_MANY_GUESTS } from '../../tests/long/load';
import { type Machine } from './machine';

const NODE = '/opt/essence-aura/node/bin/node';
const CURRENT = '/opt/essence-aura/current';

/** @returns the rows, one a line */
export async function query(machine: Machine, sql: string): Promise<readonly string[]> {
  const said = await machine.runOrThrow('runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -d essence_aura', {
    what: 'an answer from the database',
    seconds: 60,
    stdin: sql,
  });
  return said.split('\n').filter((line) => line !== '');
}

export const orderNumbers = (machine: Machine): Promise<readonly string[]> =>
  query(machine, 'select number from orders order by number');

export const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((number, i) => number === others[i]);

export async function currentRelease(machine: Machine): Promise<string> {
  const said = await machine.runOrThrow(`readlink ${CURRENT}`, { what: 'the current release', seconds: 20 });
  return said.trim().replace(/^releases\//, '');
}

/** The owner's first day at the desk, done by the seed, which is told that this is no shop in production. */
export async function fillShelves(machine: Machine): Promise<void> {
  const command = [
    'systemd-run --quiet --pipe --wait --collect --uid=essence-aura --gid=essence-aura',
    '--property=EnvironmentFile=/etc/essence-aura/environment --setenv=NODE_ENV=development',
    // The file has the last word over --setenv, so it is said once more.
    `--working-directory=${CURRENT} /usr/bin/env NODE_ENV=development ${NODE} dist/server/bin/seed.js`,
  ].join(' ');
  await machine.runOrThrow(command, { what: 'the demo catalogue to be drawn and stored', seconds: 180 });
  await query(machine, 'update variants set stock = 100000');
  await query(machine, ALLOW_MANY_GUESTS);
}

export interface Goods {
  readonly variantId: number;
  readonly slugs: readonly string[];
}

export async function findGoods(machine: Machine): Promise<Goods> {
  const rows = await query(
    machine,
    `select min(v.id), p.slug from perfumes p join variants v on v.perfume_id = p.id
     where p.published_at is not null group by p.id order by p.position limit 3`,
  );
  const goods = rows.map((row) => row.split('|'));
  if (goods.length < 3) throw new Error('the catalogue is empty');
  return { variantId: Number(goods[0]?.[0]), slugs: goods.map(([, slug = '']) => slug) };
}
