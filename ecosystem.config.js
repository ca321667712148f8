// The four processes as pm2 runs them on a host: `pm2 start ecosystem.config.js`, and after a deploy
// `pm2 reload ecosystem.config.js --update-env`. `npm start` runs the same four without pm2.
//
// No setting and no secret stands here: the processes read the environment that pm2 was called with (.env.example).

// pm2 keeps the paths it was started with. A release is switched by pointing the symbolic link `current` somewhere
// else, so RELEASE_DIR must be that link itself: with the directory it points to today, as __dirname would be, a reload
// would run the old code for ever.
const releaseDir = process.env.RELEASE_DIR || __dirname;

const app = (name, { nodeFlags = [], ...placement }) => ({
  name,
  script: `dist/server/bin/${name}.js`,
  cwd: releaseDir,
  ...placement,
  interpreter_args: ['--enable-source-maps', ...nodeFlags],

  // A process counts as started, and its predecessor is stopped, when it says so: it then listens and does its work.
  wait_ready: true,
  listen_timeout: 20_000,
  // Above the longest shutdown a process allows itself (10 s in server/bin), after which it ends by itself.
  kill_timeout: 15_000,

  // 0.1 s to 15 s between restarts, and never given up: a database that was away for an hour must not need an operator.
  exp_backoff_restart_delay: 100,

  // One log file a process name, whichever worker writes. Lines are JSON with their own time.
  merge_logs: true,

  // Nothing of pm2 inside our processes, and no search for a git checkout that a release doesn't have.
  pmx: false,
  vizion: false,
  source_map_support: false,
});

module.exports = {
  apps: [
    app('certificates', { exec_mode: 'fork', instances: 1 }),
    app('shop', { exec_mode: 'cluster', instances: 'max' }),
    app('jobs', { exec_mode: 'fork', instances: 1 }),
    // Cluster mode although it is one: pm2 holds the listening sockets, so two may overlap during a reload.
    app('edge', {
      exec_mode: 'cluster',
      instances: 1,
      // Nearly all of its garbage is young. A young generation that is large from the start, and collected without the
      // help of other threads, takes a tenth less computing time a request (bench/README.md). What little grows old is
      // collected before it is many times what is alive: a flood leaves 80 MB less behind.
      nodeFlags: ['--min-semi-space-size=16', '--no-parallel-scavenge', '--heap-growing-percent=50'],
    }),
  ],
};
