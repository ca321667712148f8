import { once } from 'node:events';
import { chown, lstat, readdir, stat } from 'node:fs/promises';
import { connect, type LookupFunction } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  addressesOf,
  askForAnswer,
  withTrial,
  type Heard,
  type Place,
  type Trial,
} from '../../certificates/challenge-check';
import { servedOver } from '../../certificates/handshake';
import { certificatePaths } from '../../certificates/paths';
import { intermediatesOf } from '../../certificates/problems';
import { planRenewal } from '../../certificates/renewal';
import { inUseOf, readStatus } from '../../certificates/status';
import { createCertificateReader, createCertificateStore, type LoadedBundle } from '../../certificates/store';
import { addressToAsk } from '../../config/origins';
import { projectPaths } from '../../config/paths';
import type { ChallengeLook, ChallengeReach, Renewal, ServedHere, StoreFiles } from '../../health/facts/authority';
import { messageOf } from '../../process/thrown';
import { insideOf, type Context } from '../context';
import { probe, type AnyProbe } from '../probe';

const common = { view: 'inside', after: [] } as const;
/** Reading a bundle tries a handshake with it. */
const READ_MS = 5_000;

const load = (context: Context): Promise<LoadedBundle | null> =>
  createCertificateReader(insideOf(context).config.dataDir).load(context.clock.now());

const certificateInUse = probe({
  ...common,
  fact: 'certificateInUse',
  layer: 'tls',
  deadlineMs: READ_MS,
  async gather(context) {
    const { certificates, dataDir } = insideOf(context).config;
    const bundle = (await load(context))?.bundle ?? null;
    const status = await readStatus(certificatePaths(dataDir).status);
    const isRenewed = bundle && certificates !== 'files';
    return inUseOf(bundle, isRenewed ? planRenewal(bundle, status?.renewalInfo ?? null) : null);
  },
});

const intermediates = probe({
  ...common,
  fact: 'intermediates',
  layer: 'tls',
  deadlineMs: READ_MS,
  async gather(context) {
    const loaded = await load(context);
    return loaded ? intermediatesOf(loaded.bundle) : [];
  },
});

const damagedBundles = probe({
  ...common,
  fact: 'damagedBundles',
  layer: 'tls',
  deadlineMs: READ_MS,
  gather: async (context) => (await load(context))?.damaged ?? [],
});

const renewal = probe({
  ...common,
  fact: 'renewal',
  layer: 'authority',
  deadlineMs: 5_000,
  async gather(context): Promise<Renewal> {
    const { config } = insideOf(context);
    const status = await readStatus(certificatePaths(config.dataDir).status);
    if (!status) throw new Error('the certificates process has noted nothing that can be read');
    const { directoryUrl, email } = config.acme;
    return {
      source: config.certificates,
      directoryUrl,
      isStaging: /(^|[-.])staging[-.]/.test(new URL(directoryUrl).hostname),
      isProduction: config.mode === 'production',
      email,
      reason: status.reason,
      nextAttemptAt: status.nextAttemptAt,
      attemptedAt: status.attempts.map(({ startedAt }) => startedAt),
      issuedAt: status.attempts.flatMap(({ directory, issued, startedAt }) =>
        issued && directory === 'production' ? [startedAt] : [],
      ),
      renewalInfoProblem: status.renewalInfo?.problem ?? null,
      accountReplaced: status.accountReplaced,
    };
  },
});

/** As root the token is handed to the shop's user, whose edge has to read it. */
function challengesOf(dataDir: string) {
  const store = createCertificateStore(dataDir);
  return {
    async saveChallenge(token: string, answer: string): Promise<void> {
      await store.saveChallenge(token, answer);
      const { uid, gid } = await stat(store.paths.challenges);
      if (process.getuid?.() === 0) await chown(path.join(store.paths.challenges, token), uid, gid);
    },
    removeChallenge: (token: string): Promise<void> => store.removeChallenge(token),
  };
}

/** Once more where nothing came: a packet that was lost is no fault. */
async function askTwice(place: Place, trial: Trial): Promise<Heard> {
  const first = await askForAnswer(place, trial);
  return first.answer === 'none' ? askForAnswer(place, trial) : first;
}

/** @param lookup this machine's own but in tests */
export function lookAtChallenges(
  context: Context,
  signal: AbortSignal,
  lookup?: LookupFunction,
): Promise<ChallengeReach> {
  const { target } = context;
  const { acme, certificates, dataDir, edgeAddress, httpPort } = insideOf(context).config;
  // Proven by DNS, or by nobody: then port 80 may be closed to the world.
  const isAsked = target.isPublic && certificates === 'acme' && acme.challenge === 'http-01';
  const names = isAsked ? target.hosts.all.map(({ name }) => name) : [];
  return withTrial(challengesOf(dataDir), async (trial) => {
    const edge = { address: addressToAsk(edgeAddress), port: httpPort, host: target.hosts.apex, signal };
    const { answer: here, said: hereSaid } = await askTwice(edge, trial);
    const look = async (host: string): Promise<readonly ChallengeLook[]> => {
      const { addresses } = await addressesOf(host, lookup);
      const ask = async ({ address }: { readonly address: string }): Promise<ChallengeLook> => {
        const heard = await askTwice({ address, port: target.httpPort, host, signal }, trial);
        return { host, address, ...heard };
      };
      return Promise.all(addresses.map(ask));
    };
    return { here, hereSaid, looks: (await Promise.all(names.map(look))).flat() };
  });
}

const challengeReach = probe({
  ...common,
  fact: 'challengeReach',
  layer: 'authority',
  deadlineMs: 9_000,
  gather: (context, _, signal) => lookAtChallenges(context, signal),
});

const storeFiles = probe({
  ...common,
  fact: 'storeFiles',
  layer: 'tls',
  deadlineMs: 5_000,
  async gather(context): Promise<StoreFiles> {
    const { dataDir, mode } = insideOf(context).config;
    const { root: directory } = certificatePaths(dataDir);
    const { uid } = await stat(dataDir);
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = [directory, ...entries.map((entry) => path.join(entry.parentPath, entry.name))];
    const looks = await Promise.all(files.map(async (file) => ({ file, stats: await lstat(file).catch(() => null) })));
    const isOpen = ({ stats }: (typeof looks)[number]): boolean =>
      stats !== null && !stats.isSymbolicLink() && (stats.mode & 0o077) !== 0;
    const isHidden = !looks.some((look) => look.file === directory && isOpen(look));
    return {
      directory,
      foreign: looks.filter(({ stats }) => stats !== null && stats.uid !== uid).map(({ file }) => file),
      // Below a directory that is closed to others nothing is open.
      readable: isHidden ? [] : looks.filter(isOpen).map(({ file }) => file),
      isInRelease: mode === 'production' && `${directory}${path.sep}`.startsWith(`${projectPaths().root}${path.sep}`),
    };
  },
});

/** An edge takes a new certificate over within a second. */
const TAKE_OVER_MS = 2_000;

const servedHere = probe({
  ...common,
  fact: 'servedHere',
  layer: 'tls',
  deadlineMs: 9_000,
  async gather(context) {
    const { target } = context;
    const { edgeAddress, httpsPort } = insideOf(context).config;
    const place = { host: addressToAsk(edgeAddress), port: httpsPort };
    const ask = async (host: string): Promise<ServedHere> => {
      const socket = connect(place);
      try {
        await once(socket, 'connect');
        return { host, served: await servedOver(socket, host), said: '' };
      } catch (error) {
        return { host, served: null, said: messageOf(error) };
      } finally {
        socket.destroy();
      }
    };
    const look = async () => {
      const stored = (await load(context))?.bundle.fingerprint ?? null;
      return { stored, names: await Promise.all(target.hosts.all.map(({ name }) => ask(name))) };
    };
    const first = await look();
    if (first.names.every(({ served }) => served !== null && (first.stored === null || served === first.stored))) {
      return first;
    }
    await sleep(TAKE_OVER_MS);
    return look();
  },
});

export const AUTHORITY_PROBES: readonly AnyProbe[] = [
  ...[certificateInUse, intermediates, damagedBundles, renewal, challengeReach, storeFiles, servedHere],
];
