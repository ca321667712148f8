/**
 * The stack says `acmeChallenge: dns-01`: a machine that runs learns it, takes the role of the proofs, and has a certificate
 * by TXT records, which the second name server shows some seconds after the first one.
 */
import { z } from 'zod';
import { hostsOf } from '../../server/hosts';
import { refreshHost } from '../../server/release/host-upgrade';
import { type Transport } from '../../server/release/transport';
import { certificatesStatus, orderAnew } from './certificates';
import { type Machine } from './machine';
import { isSame } from './on-the-machine';
import { type Captured } from './program';
import { type Report } from './report';
import { type Surroundings } from './surroundings';
import { waitFor } from './waits';

export interface DnsProof {
  readonly machine: Machine;
  readonly surroundings: Surroundings;
  readonly overSsm: Transport;
  readonly domain: string;
  /** What `pulumi up` would make of the changed stack. */
  readonly captured: Captured;
}

const CREDENTIALS = '/run/essence-aura/route53.json';
const LOG = '/var/lib/essence-aura/pm2/logs/certificates-*.log';

export async function rehearseDnsProof(report: Report, proof: DnsProof): Promise<void> {
  const { machine, surroundings, domain } = proof;
  const { names } = surroundings;
  const hosts = hostsOf(domain).all.map(({ name }) => name);
  await learn(report, proof);
  const written = names.zone.changes.length;
  await orderAnew(machine);
  await watchOrder(report, machine, surroundings, `_acme-challenge.${domain}`);

  const { certificate } = await certificatesStatus(machine);
  const certified = [...(certificate?.names ?? [])].sort().join(' ');
  report.find('the names of that certificate', certified, certified === [...hosts].sort().join(' '));
  await waitFor({ what: 'the records of the proof to be gone', seconds: 60 }, async () =>
    (await names.txtNames()).length === 0 ? true : null,
  );
  const changes = names.zone.changes.slice(written).sort();
  const wanted = hosts.flatMap((name) => [`DELETE TXT _acme-challenge.${name}`, `UPSERT TXT _acme-challenge.${name}`]);
  report.find(
    'records of the proof: written by Route 53, and gone afterwards',
    changes.join(', '),
    isSame(changes, wanted.sort()),
  );
}

/** `npm run refresh-host`, after the stack has changed. */
async function learn(report: Report, { machine, surroundings, overSsm, captured }: DnsProof): Promise<void> {
  const { account } = surroundings;
  account.takeOver(captured);
  const said: string[] = [];
  await refreshHost(overSsm, (line) => {
    said.push(line);
    report.note(line);
  });
  const changed = said.find((line) => line.startsWith('the stack has changed')) ?? 'nothing was changed';
  const look = await machine.run(`stat --format='%a %U:%G' ${CREDENTIALS}`, { what: 'their mode', seconds: 20 });
  const taken = account.cloud.securityTokens.issued;
  report.find(
    'the role of the proofs, taken by root as soon as the machine has learned of it',
    `${changed}; ${CREDENTIALS} ${look.stdout.trim() || look.stderr.trim()}; taken ${taken.length} times`,
    changed.includes('challengeRoleArn') && look.stdout.trim() === '440 root:essence-aura' && taken.length > 0,
  );
}

/** @param record one of those that the proof writes */
async function watchOrder(report: Report, machine: Machine, surroundings: Surroundings, record: string): Promise<void> {
  const { names, pebble } = surroundings;
  const timesAsked = async (): Promise<number> => (await pebble.output()).split('POST /chalZ').length - 1;
  const before = await timesAsked();
  const startedAtMs = performance.now();
  const seen = { writtenAtMs: 0, shownAtMs: 0, isEarly: false };
  await waitFor({ what: 'a certificate by DNS', seconds: 240, everyMs: 100 }, async () => {
    if (seen.writtenAtMs === 0 && (await names.txtNames()).includes(record)) seen.writtenAtMs = performance.now();
    // In this order: what is asked by now may only be asked if the second server shows it, now or earlier.
    const isAsked = (await timesAsked()) > before;
    if (seen.shownAtMs === 0 && (await names.isShownLate(record))) seen.shownAtMs = performance.now();
    if (isAsked && seen.shownAtMs === 0) seen.isEarly = true;
    return (await certificatesStatus(machine)).certificate ? true : null;
  });
  const { writtenAtMs, shownAtMs, isEarly } = seen;
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
  const isWatched = writtenAtMs > 0 && shownAtMs > writtenAtMs && (await timesAsked()) > before;
  report.find(
    'a certificate by DNS: the authority was asked when the last name server had the records',
    `the second server had them ${seconds(shownAtMs - writtenAtMs)} s after the first, and the authority was asked ` +
      `${isEarly ? 'before' : 'after'} that; certificate after ${seconds(performance.now() - startedAtMs)} s`,
    isWatched && !isEarly,
  );
  const asked = await serversAsked(machine);
  report.find(
    'name servers that were asked, each at every address',
    asked.join(', '),
    isSame(asked, [...names.servers].sort()),
  );
}

const waitingSchema = z.object({ servers: z.array(z.object({ address: z.string() })) });

/** As the certificates' own log has it. */
async function serversAsked(machine: Machine): Promise<readonly string[]> {
  const command = `grep --no-filename 'until every name server shows' ${LOG} | tail -n 1`;
  const line = await machine.runOrThrow(command, { what: "the certificates' log", seconds: 20 });
  return waitingSchema
    .parse(JSON.parse(line))
    .servers.map(({ address }) => address)
    .sort();
}
