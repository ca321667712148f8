/** The laboratory as tests use it: built, started in namespaces of its own, and read line by line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { projectPaths } from '../../../server/config/paths';
import type { Line, Order } from './run';

const PROGRAMS = ['run', 'doctor', 'front', 'relay', 'public-roots'];

/** @returns all that was said, once it is over */
export async function runLaboratory(order: Order, tell: (line: Line) => void = () => undefined): Promise<Line[]> {
  const outdir = path.join(projectPaths().root, 'dist', 'laboratory');
  const entryPoints = PROGRAMS.map((name) => path.join(__dirname, `${name}.ts`));
  const shared = { bundle: true, packages: 'external', platform: 'node', format: 'cjs', target: 'node20' } as const;
  await build({ entryPoints, outdir, sourcemap: true, ...shared });
  const namespaces = ['--user', '--map-root-user', '--net', '--mount', '--'];
  const program = [process.execPath, '--enable-source-maps', path.join(outdir, 'run.js'), JSON.stringify(order)];
  const child = spawn('unshare', [...namespaces, ...program], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const lines: Line[] = [];
  const ended = once(child, 'close') as Promise<[number | null]>;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    tell(line);
  }
  const [code] = await ended;
  process.removeListener('exit', kill);
  if (code !== 0) throw new Error(`the laboratory ended with ${code}:\n${errors}`);
  return lines;
}
