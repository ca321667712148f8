/** The certificate's side of a machine: a real edge, real stores, and names that lead somewhere else. */
import { chmod, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { LookupFunction } from 'node:net';
import { cleanStatus, writeStatus } from '../../../server/certificates/status';
import { createCertificateStore } from '../../../server/certificates/store';
import type { Context } from '../../../server/doctor/context';
import { gather } from '../../../server/doctor/gather';
import { AUTHORITY_PROBES, lookAtChallenges } from '../../../server/doctor/probes/authority';
import { AUTHORITY_FAULTS } from '../../../server/health/faults/authority';
import { CERTIFICATE_FAULTS } from '../../../server/health/faults/certificate';
import { judge, type Finding, type GivenFacts } from '../../../server/health/judge';
import { insideContext } from '../../setup/doctor';
import {
  allNames,
  closeLater,
  createTestAuthority,
  DOMAIN,
  newDirectory,
  startEdge,
  type RunningEdge,
  type TestAuthority,
} from '../support/edge';

let edge: RunningEdge;
let dataDir: string;
let authority: TestAuthority;

beforeAll(async () => {
  dataDir = await newDirectory();
  authority = await createTestAuthority();
  edge = await startEdge({ shopPort: 9, dataDir, authority, config: { edgeAddress: '127.0.0.1' } });
  await writeStatus(edge.store.paths.status, cleanStatus('acme', null, new Date()));
});

function contextOf(directory: string, settings: Record<string, string> = {}): Context {
  const { httpPort, httpsPort } = edge;
  const places = { HTTP_PORT: String(httpPort), HTTPS_PORT: String(httpsPort), EDGE_ADDRESS: '127.0.0.1' };
  const context = insideContext({ DOMAIN, DATA_DIR: directory, CERTIFICATES: 'acme', ...places, ...settings });
  return { ...context, target: { ...context.target, isPublic: true } };
}

const ROWS = [...AUTHORITY_FAULTS, ...CERTIFICATE_FAULTS];
const found = (facts: Partial<GivenFacts>, context: Context): readonly Finding[] =>
  judge({ now: new Date(), target: context.target, ...facts }, ROWS);

async function look(context: Context) {
  const options = { signal: AbortSignal.timeout(20_000), tell: () => undefined };
  const { facts, looked } = await gather(AUTHORITY_PROBES, context, options);
  return {
    ids: found(facts, context).map(({ id }) => id),
    unlooked: looked.filter(({ reason }) => reason !== null).map(({ reason }) => reason),
  };
}

const leadsTo =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );

test('an edge that serves what is stored, and answers challenges, has no finding', async () => {
  expect(await look(contextOf(dataDir))).toEqual({ ids: [], unlooked: [] });
  expect(await readdir(edge.store.paths.challenges)).toEqual([]);
});

test('a token that is planted here is looked for over each address of each name', async () => {
  const other = createServer((_request, response) => void response.writeHead(404).end('nginx'));
  await new Promise<void>((resolve) => other.listen(edge.httpPort, '127.0.0.2', resolve));
  closeLater(() => new Promise((resolve) => other.close(resolve)));
  const context = contextOf(dataDir);
  const lookAt = async (...addresses: string[]) => {
    const challengeReach = await lookAtChallenges(context, AbortSignal.timeout(9_000), leadsTo(...addresses));
    return found({ challengeReach, addresses: addresses.map((address) => ({ host: DOMAIN, address })) }, context);
  };
  expect(await lookAt('127.0.0.1')).toEqual([]);
  const [elsewhere, ...others] = await lookAt('127.0.0.1', '127.0.0.2');
  expect([elsewhere!.id, others]).toEqual(['DNS-05', []]);
  expect(elsewhere!.expert).toContain(`${DOMAIN} at 127.0.0.2 (HTTP 404)`);
  const [away, ...more] = await lookAt('127.0.0.2');
  expect([away!.id, more]).toEqual(['DNS-03', []]);
  const [silent] = await lookAt('127.0.0.3');
  expect([silent!.id, silent!.certainty]).toEqual(['NET-12', 'likely']);
  expect(silent!.expert).toContain('ECONNREFUSED');
});

test('a store whose certificate the edge does not serve', async () => {
  const newer = await newDirectory();
  const store = createCertificateStore(newer);
  await store.prepare(new Date());
  await store.install('acme', await authority.issue(allNames()), new Date());
  await writeStatus(store.paths.status, cleanStatus('acme', null, new Date()));
  // Nor does it find the token there: it reads another store.
  expect((await look(contextOf(newer))).ids).toEqual(['CERT-06', 'ACME-21']);
});

test('a store without a certificate, that others may look into', async () => {
  const empty = await newDirectory();
  const store = createCertificateStore(empty);
  await store.prepare(new Date());
  await chmod(store.paths.root, 0o755);
  await writeStatus(store.paths.status, {
    ...cleanStatus('acme', null, new Date()),
    reason: 'the CA answered 429 rateLimited: too many failed authorizations (5) for "a.test"',
  });
  const { ids, unlooked } = await look(contextOf(empty));
  expect([ids, unlooked]).toEqual([['ACME-05', 'ACME-21', 'CERT-26'], []]);
});

test('what can not be read is unknown, and no fault', async () => {
  const { ids, unlooked } = await look(contextOf('/nowhere'));
  expect(unlooked).toContain('the certificates process has noted nothing that can be read');
  expect(ids).not.toContain('TLS-04');
});
