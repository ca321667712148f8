/** Faults of what goes on by itself: orders at the authority, mails, connections to the database. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readStatus } from '../../../../server/certificates/status';
import type { Undo } from '../namespaces';
import { HOSTS } from '../places';
import { until } from '../programs';
import { all, fault, type LaboratoryFault } from '../table';
import { statusOf } from '../visits';
import type { World } from '../world';

const NAMES = HOSTS.all.map(({ name }) => name);
const DAY_MS = 24 * 60 * 60 * 1000;

/** Whatever is written there meanwhile. */
async function keptStatus({ shop }: World): Promise<Undo> {
  const { status } = shop.store.paths;
  const text = await readFile(status, 'utf8');
  return () => writeFile(status, text, { mode: 0o600 });
}

/** A filter that takes the authority for a robot; its order is a real one, of a certificate that came from elsewhere. */
const refusedOrder = (world: World): Promise<Undo> => {
  const { shop, authority, front } = world;
  const { certificates } = shop.processes;
  const hasFailed = async (): Promise<boolean> => (await readStatus(shop.store.paths.status))?.reason != null;
  return all(
    async () => shop.serve(await authority.issue(NAMES)),
    () => keptStatus(world),
    () => front([{ on: 'http', userAgent: 'Pebble', answer: { status: 403, body: 'robots may not' } }]),
    async () => {
      await certificates.start();
      await until(hasFailed, 'the authority has refused the order');
      return () => certificates.stop('SIGTERM');
    },
  );
};

async function issuedOften(world: World): Promise<Undo> {
  const undo = await keptStatus(world);
  const { status: file } = world.shop.store.paths;
  const status = JSON.parse(await readFile(file, 'utf8')) as { attempts: object[] };
  const attempts = [1, 2, 3, 4].map((days) => {
    const startedAt = new Date(Date.now() - days * DAY_MS).toISOString();
    const how = { directory: 'production', outcome: 'passed', ordered: true, issued: true, reason: null };
    return { id: `${startedAt} production`, startedAt, endedAt: startedAt, ...how, notBefore: null };
  });
  await writeFile(file, JSON.stringify({ ...status, attempts: [...attempts, ...status.attempts] }), { mode: 0o600 });
  return undo;
}

const LETTER = "'test', 'ko', 'somebody@example.com', 'A letter', 'Text', '<p>Text</p>'";

async function letterThatWaits({ postgres, shop }: World): Promise<Undo> {
  const goOn = shop.processes.jobs.hang();
  await postgres.query(
    `insert into outbox (kind, locale, recipient, subject, body_text, body_html, next_attempt_at, created_at)
     values (${LETTER}, now() - interval '20 minutes', now() - interval '20 minutes')`,
  );
  return async () => {
    await postgres.query("delete from outbox where recipient = 'somebody@example.com'");
    await goOn();
  };
}

async function encryptedAlone({ postgres, shop }: World): Promise<Undo> {
  const file = path.join(path.dirname(shop.dataDir), 'pg_hba.conf');
  await writeFile(file, 'local all all scram-sha-256\nhostssl all all all scram-sha-256\n', { mode: 0o644 });
  return all(
    async () => {
      await postgres.withSettings({ hba_file: file });
      return () => postgres.withSettings({});
    },
    async () => {
      await until(async () => (await statusOf('/readyz')) === 503, 'the edge says that the shop is not ready');
      return () => undefined;
    },
  );
}

export const UPKEEP_FAULTS: readonly LaboratoryFault[] = [
  fault('an order that the authority refuses', 'ACME-01', refusedOrder, { outside: null }),
  fault('a certificate every day', 'CERT-08', issuedOften, { outside: null }),
  fault('a letter that waits', 'MAIL-21', letterThatWaits, { outside: null }),
  fault('Postgres takes nobody without encryption', 'DB-04', encryptedAlone, { outside: 'PRX-NOT-READY' }),
];
