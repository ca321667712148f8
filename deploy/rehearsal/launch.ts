import { messageOf } from '../../server/process/thrown';
import { ask, type Shop } from './customer';
import { type Machine } from './machine';
import { type Report } from './report';
import { type Surroundings } from './surroundings';
import { tail, waitFor } from './waits';

const BAR_SECONDS = 60;
const OPEN_SECONDS = 600;
const SAMPLE_MS = 500;
/** What tells most about a machine on which the shop doesn't open. */
const LOGS = [
  'systemctl --failed --no-legend',
  'tail -n 12 /var/log/essence-aura-setup.log',
  'journalctl --boot --no-pager --lines 12 --unit essence-aura --unit essence-aura-first-release --unit "postgresql@*"',
].join('; ');
/** More than this between two looks means that something is being downloaded. */
const DOWNLOADING_BYTES = 100_000;

export async function launch(
  report: Report,
  { machine, surroundings, domain }: { machine: Machine; surroundings: Surroundings; domain: string },
): Promise<Shop> {
  const downloads = watchDownloads(machine);
  try {
    await machine.start();
    const shop: Shop = { domain, address: machine.address, ca: await surroundings.pebble.rootPem() };
    const openedAtMs = await waitForHttps(machine, shop);
    const { seconds, bytes } = downloads.stop();
    const startedAtMs = await userDataStart(machine);
    const total = (openedAtMs - startedAtMs) / 1_000;
    report.find(
      'user-data start → first valid HTTPS answer',
      `${total.toFixed(1)} s, of which ${seconds.toFixed(1)} s while ${(bytes / 1e6).toFixed(0)} MB of packages came in: ` +
        `${(total - seconds).toFixed(1)} s without them (bar: ${BAR_SECONDS} s)`,
      total - seconds <= BAR_SECONDS,
    );
    await waitForSetup(report, machine);
    await tellParts(report, machine);
    await askOverIpv6(report, machine, shop);
    return shop;
  } finally {
    downloads.stop();
  }
}

/** Half of the records lead there. */
async function askOverIpv6(report: Report, { address6 }: Machine, shop: Shop): Promise<void> {
  const { status } = await ask({ ...shop, address: address6 }, { path: '/' });
  report.find('the shop, over IPv6', `status ${status} from ${address6}`, status === 200);
}

async function tellParts(report: Report, machine: Machine): Promise<void> {
  const command =
    "grep -hE '^[0-9]{2}-[a-z-]+: |^ready after' /var/log/cloud-init-output.log; " +
    "journalctl --boot --no-pager --output cat --unit essence-aura-first-release | grep -E '^ +[✓✗]' || true";
  const { stdout } = await machine.run(command, { what: 'the parts of the first boot', seconds: 20 });
  for (const line of stdout.trimEnd().split('\n')) report.note(line);
}

/** A page with the status 200 over a connection whose certificate chains to the authority's root. */
export async function waitForHttps(machine: Machine, shop: Shop, seconds = OPEN_SECONDS): Promise<number> {
  const what = `https://${shop.domain}/ to answer with 200 and a valid certificate`;
  try {
    return await waitFor({ what, seconds, everyMs: 200 }, async () => {
      const answer = await ask(shop, { path: '/', timeoutMs: 3_000 });
      if (answer.status === 200) return Date.now();
      throw new Error(`status ${answer.status}`);
    });
  } catch (error) {
    const log = await machine
      .run(LOGS, { what: 'its log', seconds: 20 })
      .then(({ stdout }) => stdout)
      .catch(() => '(no log)');
    throw new Error(`${messageOf(error)}\nThe machine says:\n${tail(log, 45)}`);
  }
}

interface CloudInitStatus {
  readonly v1: { readonly init: { readonly start: number } };
}

/** When cloud-init took up the user-data. It says so in seconds since the kernel started, or in those of the epoch. */
async function userDataStart(machine: Machine): Promise<number> {
  const command = 'cat /run/cloud-init/status.json; cut -d " " -f 1 /proc/uptime';
  const said = await machine.runOrThrow(command, { what: "cloud-init's status", seconds: 20 });
  const nowMs = Date.now();
  const uptimeSeconds = Number(said.trimEnd().split('\n').at(-1));
  const { start } = (JSON.parse(said.slice(0, said.lastIndexOf('}') + 1)) as CloudInitStatus).v1.init;
  return start > uptimeSeconds ? start * 1_000 : nowMs - (uptimeSeconds - start) * 1_000;
}

async function waitForSetup(report: Report, machine: Machine): Promise<void> {
  const { stdout } = await machine.run('cloud-init status --wait --long', {
    what: 'the first boot to be over',
    seconds: 300,
  });
  if (!stdout.includes('status: done')) {
    const log = await machine.run('tail -n 30 /var/log/cloud-init-output.log', { what: 'its log', seconds: 20 });
    throw new Error(`The first boot ended with an error:\n${tail(stdout, 12)}\n${tail(log.stdout, 30)}`);
  }
  const source = /^detail: (.*)$/m.exec(stdout)?.[1] ?? 'nobody knows from where';
  report.find('user-data, fetched from the metadata service', source, source.startsWith('DataSourceEc2'));
}

interface Downloads {
  stop(): { readonly seconds: number; readonly bytes: number };
}

function watchDownloads(machine: Machine): Downloads {
  let last: { readonly bytes: number; readonly atMs: number } | null = null;
  let seconds = 0;
  let bytes = 0;
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    const now = { bytes: await machine.received().catch(() => 0), atMs: performance.now() };
    if (last && now.bytes - last.bytes > DOWNLOADING_BYTES) {
      seconds += (now.atMs - last.atMs) / 1_000;
      bytes += now.bytes - last.bytes;
    }
    last = now;
    busy = false;
  };
  const timer = setInterval(() => void look(), SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return { seconds, bytes };
    },
  };
}
