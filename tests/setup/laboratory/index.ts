/** The laboratory as tests use it: built, started in namespaces of its own, and read line by line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { projectPaths } from '../../../server/config/paths';
import { BROKEN } from './places';
import type { Line, Order } from './run';

const OUTDIR = path.join(projectPaths().root, 'dist', 'laboratory');
const PROGRAMS = ['run', 'doctor', 'front', 'relay', 'public-roots'];

/** @returns all that was said, once it is over */
export async function runLaboratory(order: Order, tell: (line: Line) => void = () => undefined): Promise<Line[]> {
  await buildPrograms();
  const lines: Line[] = [];
  const note = (line: Line): void => {
    lines.push(line);
    tell(line);
  };
  const done = (): string[] => lines.map(({ name }) => name);
  while (
    await isWorldBroken({ ...order, done: done(), healthyRuns: lines.length === 0 ? order.healthyRuns : 0 }, note)
  );
  return lines;
}

async function buildPrograms(): Promise<void> {
  const entryPoints = PROGRAMS.map((name) => path.join(__dirname, `${name}.ts`));
  const shared = { bundle: true, packages: 'external', platform: 'node', format: 'cjs', target: 'node20' } as const;
  await build({ entryPoints, outdir: OUTDIR, sourcemap: true, ...shared });
}

async function isWorldBroken(order: Order, tell: (line: Line) => void): Promise<boolean> {
  const namespaces = ['--user', '--map-root-user', '--net', '--mount', '--'];
  const program = [process.execPath, '--enable-source-maps', path.join(OUTDIR, 'run.js'), JSON.stringify(order)];
  const child = spawn('unshare', [...namespaces, ...program], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close') as Promise<[number | null]>;
  for await (const text of createInterface({ input: child.stdout })) tell(JSON.parse(text) as Line);
  const [code] = await ended;
  process.removeListener('exit', kill);
  if (code !== 0 && code !== BROKEN) throw new Error(`the laboratory ended with ${code}:\n${errors}`);
  return code === BROKEN;
}
