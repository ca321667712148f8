/** pm2, asked and told through its command, and believed only in what its list says. */
import { z } from 'zod';
import { ProgramError, type RunProgram } from './run-program';

export interface Worker {
  readonly app: string;
  /** Of its place; who takes it over in a reload has the same. */
  readonly id: string;
  /** While an outgoing worker drains during a reload, pm2 lists it under `_old_…`. */
  readonly outgoing: boolean;
  readonly pid: number;
  readonly status: string;
  readonly restarts: number;
  /** Where it was told to run: a link stays one. */
  readonly directory: string | null;
  readonly logFiles: readonly string[];
}

export interface Pm2 {
  workers(): Promise<readonly Worker[]>;
  /** Starts what is not running; pm2's exit says little. @param stop no further worker of the app is touched */
  reload(app: string, stop: AbortSignal): Promise<void>;
  /** All apps together, where none runs. */
  startAll(): Promise<void>;
  remove(app: string): Promise<void>;
}

const LIST_TIMEOUT_MS = 30_000;
/** Ten workers at a time, 15 s each at most (ecosystem.config.js). */
const REMOVE_TIMEOUT_MS = 2 * 60_000;
/** For every worker in turn: 20 s to say that it is ready, 15 s for the one before to drain (ecosystem.config.js). */
const RELOAD_TIMEOUT_MS = 5 * 60_000;

const listSchema = z.array(
  z.object({
    name: z.string(),
    pid: z.number().default(0),
    pm_id: z.union([z.number(), z.string()]),
    pm2_env: z.object({
      status: z.string(),
      restart_time: z.number().default(0),
      pm_cwd: z.string().optional(),
      pm_out_log_path: z.string().optional(),
      pm_err_log_path: z.string().optional(),
    }),
  }),
);

/** Of what the command prints the one line with the list: it also says that a daemon is older than itself. */
export function parseList(output: string): readonly Worker[] {
  const [list] = /^\[(?:\{.*\})?\]$/m.exec(output) ?? [];
  if (list === undefined) throw new Error(`pm2 gave no list: ${output.slice(0, 200)}`);
  return listSchema.parse(JSON.parse(list)).map(({ name, pid, pm_id, pm2_env }) => ({
    app: name,
    id: String(pm_id),
    outgoing: typeof pm_id === 'string',
    pid,
    status: pm2_env.status,
    restarts: pm2_env.restart_time,
    directory: pm2_env.pm_cwd ?? null,
    logFiles: [pm2_env.pm_err_log_path, pm2_env.pm_out_log_path].filter((file) => file !== undefined),
  }));
}

/** @param options.env what the four processes get, PM2_HOME and RELEASE_DIR included */
export function createPm2(options: {
  readonly run: RunProgram;
  readonly base: string;
  readonly ecosystemFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Returns where a daemon answers, and throws where none does. */
  readonly daemon: () => Promise<void>;
}): Pm2 {
  const { run, base, ecosystemFile, env, daemon } = options;
  const pm2 = async (args: readonly string[], timeoutMs: number, signal?: AbortSignal): Promise<string> => {
    await daemon();
    return run('pm2', args, { cwd: base, env, timeoutMs, ...(signal ? { signal } : {}) });
  };
  return {
    workers: async () => parseList(await pm2(['jlist', '--silent'], LIST_TIMEOUT_MS)),
    async reload(app, stop) {
      // Forced past the lock of pm2's command, which one that was stopped leaves behind: there is our own.
      await pm2(['reload', ecosystemFile, '--only', app, '--update-env', '--force'], RELOAD_TIMEOUT_MS, stop);
    },
    async startAll() {
      await pm2(['start', ecosystemFile], RELOAD_TIMEOUT_MS);
    },
    async remove(app) {
      await pm2(['delete', app], REMOVE_TIMEOUT_MS).catch((error: unknown) => {
        if (!(error instanceof ProgramError) || !/not found/i.test(error.message)) throw error;
      });
    },
  };
}
