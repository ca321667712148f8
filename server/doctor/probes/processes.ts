import { stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressToAsk, originsOf } from '../../config/origins';
import { projectPaths } from '../../config/paths';
import type { NamedRelease, OwnProcess, Pm2App, ProcessName } from '../../health/facts/processes';
import { exists } from '../../process/read-file';
import { readRelease, releaseName } from '../../process/release';
import { askLoopback, askProbe } from '../../release/loopback-request';
import { parseList } from '../../release/pm2';
import { insideOf, type Context } from '../context';
import { mailOfDesk } from '../inside/database';
import { bootTime, findOwnProcesses, startOf } from '../inside/own-processes';
import { ask } from '../inside/program';
import { probe, type AnyProbe } from '../probe';

const common = { layer: 'processes', view: 'inside', after: [] } as const;

const NAMES: readonly ProcessName[] = ['edge', 'certificates', 'shop', 'jobs'];
/** A release takes one over from the other within that. */
const TAKE_OVER_MS = 2_000;

const ownProcesses = probe({
  ...common,
  fact: 'ownProcesses',
  deadlineMs: 8_000,
  async gather(context): Promise<readonly OwnProcess[]> {
    const { config } = insideOf(context);
    const found = await findOwnProcesses(config);
    if (NAMES.every((wanted) => found.some(({ name }) => name === wanted))) return found;
    await sleep(TAKE_OVER_MS);
    return findOwnProcesses(config);
  },
});

const UNIT = 'essence-aura.service';

const unitState = probe({
  ...common,
  fact: 'unitState',
  deadlineMs: 5_000,
  async gather(_context, _known, signal) {
    if (!(await exists('/run/systemd/system'))) throw new Error('no systemd runs here');
    if (!(await exists(`/etc/systemd/system/${UNIT}`))) throw new Error(`there is no ${UNIT} here`);
    const { said } = await ask('systemctl', ['is-enabled', UNIT], { signal });
    if (said.trim() === '') throw new Error('systemctl says nothing');
    return said.trim();
  },
});

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = createConnection(socket, () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });

/**
 * Asked through its command, in a Node of its own for some tenths of a second. pm2's library loads all of pm2 and knows but one
 * PM2_HOME a process, and starts a daemon where none answers; what its command speaks to the socket is in files of pm2 that it
 * promises to nobody. And pm2 is the host's: a release has none.
 */
const pm2Apps = probe({
  ...common,
  fact: 'pm2Apps',
  deadlineMs: 8_000,
  async gather(context, _, signal): Promise<readonly Pm2App[]> {
    const { dataDir } = insideOf(context).config;
    const home = path.join(dataDir, 'pm2');
    // pm2's command would start a daemon where it finds none.
    if (!(await answers(path.join(home, 'rpc.sock')))) throw new Error('no pm2 runs here');
    const { uid, gid } = await stat(home);
    const command = path.join(projectPaths().root, '..', '..', 'pm2', 'node_modules', 'pm2', 'bin', 'pm2');
    const env = { PM2_HOME: home, HOME: dataDir, PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin` };
    const asOwner = process.getuid?.() === 0 ? { uid, gid } : {};
    const { said } = await ask(process.execPath, [command, 'jlist', '--silent'], { signal, env, ...asOwner });
    const bootedAt = await bootTime();
    const now = context.clock.now().getTime();
    const apps = parseList(said).filter(({ outgoing }) => !outgoing);
    return Promise.all(
      apps.map(async ({ app, status, restarts, pid }) => {
        const startedAt = pid === 0 ? null : await startOf(pid, bootedAt);
        return { name: app, status, restarts, upMs: startedAt ? now - startedAt.getTime() : 0 };
      }),
    );
  },
});

const missingVariables = probe({
  ...common,
  fact: 'missingVariables',
  deadlineMs: 8_000,
  async gather(context) {
    const { config, databaseUrl, mailUrl } = insideOf(context);
    if (config.mode !== 'production') throw new Error('in development every setting has a value');
    // What is set up at the desk needs no variable.
    const { server = null, isTold = false } = (await mailOfDesk(context)) ?? {};
    const lacks: readonly (readonly [string, boolean])[] = [
      ['DATABASE_URL', databaseUrl === null],
      ['MAIL_URL (mails are written to files)', !server && mailUrl?.startsWith('file:') === true],
      ['OWNER_EMAIL', !isTold && config.ownerEmail === null],
      ['ACME_EMAIL', config.certificates === 'acme' && config.acme.email === null],
    ];
    return lacks.filter(([, isMissing]) => isMissing).map(([name]) => name);
  },
});

const SHOP_MS = 2_500;

/** Of the storefront, as browsers write it. */
const authorityOf = (context: Context): string => new URL(originsOf(insideOf(context).config).apex).host;

const shopStatus = probe({
  ...common,
  fact: 'shopStatus',
  deadlineMs: 2 * SHOP_MS + 1_000,
  async gather(context) {
    const { shopPort: port } = insideOf(context).config;
    const asked = { port, path: '/readyz', authority: authorityOf(context), timeoutMs: SHOP_MS };
    const askOnce = (): Promise<number | null> =>
      askLoopback(asked).then(
        ({ status }) => status,
        () => null,
      );
    const first = await askOnce();
    return first === 200 ? first : askOnce();
  },
});

/** Connections go to the workers in turn; more than these few may be asked for nothing. */
const QUESTIONS = 4;

const askWorkers = async (context: Context): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const { shopPort: port } = insideOf(context).config;
  const asked = { port, path: '/healthz', authority: authorityOf(context), timeoutMs: SHOP_MS };
  const said = await Promise.all(Array.from({ length: QUESTIONS }, () => askProbe(asked).catch(() => null)));
  return said.filter((one) => one !== null);
};

const eventLoops = probe({
  ...common,
  fact: 'eventLoops',
  deadlineMs: 4_000,
  async gather(context) {
    const each = new Map<string, number>();
    for (const { pid, lateMs } of await askWorkers(context))
      if (typeof pid === 'number' && typeof lateMs === 'number') each.set(`shop worker ${pid}`, lateMs);
    if (each.size === 0) throw new Error('no worker says how late it is');
    return [...each].map(([process, lateMs]) => ({ process, lateMs }));
  },
});

const releases = probe({
  ...common,
  fact: 'releases',
  deadlineMs: 6_000,
  async gather(context) {
    const { edgeAddress, httpsPort, shopPort } = insideOf(context).config;
    const authority = authorityOf(context);
    const asked = { path: '/healthz', authority, timeoutMs: SHOP_MS };
    const named = async (
      process: string,
      question: Promise<Readonly<Record<string, unknown>>>,
    ): Promise<NamedRelease[]> => {
      const { release, pid } = await question.catch(() => ({ release: null, pid: null }));
      if (typeof release !== 'string') return [];
      return [{ process: typeof pid === 'number' ? `${process} ${pid}` : process, release }];
    };
    const edge = {
      ...asked,
      address: addressToAsk(edgeAddress),
      port: httpsPort,
      serverName: context.target.hosts.apex,
    };
    const running = await Promise.all([
      named('the edge', askProbe(edge)),
      ...Array.from({ length: QUESTIONS }, () => named('shop worker', askProbe({ ...asked, port: shopPort }))),
    ]);
    const each = new Map(running.flat().map((one) => [one.process, one]));
    if (each.size === 0) throw new Error('no process names its release');
    return { current: releaseName(readRelease()), running: [...each.values()] };
  },
});

export const PROCESSES_PROBES: readonly AnyProbe[] = [
  ...[ownProcesses, unitState, pm2Apps, missingVariables, shopStatus, releases, eventLoops],
];
