import path from 'node:path';
import { filesUnder, read, ROOT } from './source-files';

interface Ecosystem {
  readonly apps: readonly (Readonly<Record<'name' | 'script' | 'cwd', string>> &
    Readonly<Record<'listen_timeout' | 'kill_timeout', number>> & { readonly wait_ready: boolean })[];
}

function ecosystem(releaseDir: string): Ecosystem {
  const before = process.env['RELEASE_DIR'];
  process.env['RELEASE_DIR'] = releaseDir;
  try {
    let loaded: Ecosystem | undefined;
    jest.isolateModules(() => (loaded = jest.requireActual('../../ecosystem.config.js')));
    return loaded!;
  } finally {
    if (before === undefined) delete process.env['RELEASE_DIR'];
    else process.env['RELEASE_DIR'] = before;
  }
}

const { apps } = ecosystem('/srv/essence-aura/current');

test('every process that pm2 runs has an entry point of its name, and waits for it to say that it is ready', () => {
  expect(apps.map((app) => app.name).sort()).toEqual(['certificates', 'edge', 'jobs', 'shop']);
  const entryPoints = filesUnder('server/bin', '.ts');
  for (const app of apps) {
    expect(entryPoints).toContain(app.script.replace('dist/', '').replace(/\.js$/, '.ts'));
    expect(app.wait_ready).toBe(true);
    expect(app.listen_timeout).toBeGreaterThanOrEqual(10_000);
  }
});

test('pm2 is given the path it is told, link or not, and the checkout where it is told none', () => {
  expect(apps.map((app) => app.cwd)).toEqual(apps.map(() => '/srv/essence-aura/current'));
  expect(ecosystem('').apps.map((app) => app.cwd)).toEqual(apps.map(() => ROOT));
});

test('a process is killed only after the longest shutdown it allows itself', () => {
  for (const app of apps) {
    const source = read(path.posix.join('server/bin', `${app.name}.ts`));
    const constants = Array.from(source.matchAll(/^const \w+_MS = ([\d_]+);/gm), ([, value]) =>
      Number(String(value).replaceAll('_', '')),
    );
    // No entry point adds more than three seconds to the longest of its constants.
    expect(app.kill_timeout).toBeGreaterThan(Math.max(0, ...constants) + 3_000);
  }
});

test('no setting and no secret stands in it', () => {
  for (const app of apps) expect(Object.keys(app).filter((key) => key.startsWith('env'))).toEqual([]);
});
