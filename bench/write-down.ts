import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectPaths } from '../server/config/paths';

/** Puts a benchmark's table into the README of the benchmarks, between its two marks. */
export function writeDown(name: string, lines: readonly string[]): void {
  const start = `<!-- ${name}: written by the benchmark -->`;
  const end = `<!-- /${name} -->`;
  const file = path.join(projectPaths().root, 'bench', 'README.md');
  const [before, rest] = readFileSync(file, 'utf8').split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no place for the table of ${name}`);
  writeFileSync(file, `${before}${start}\n\n${lines.join('\n')}\n\n${end}${after}`);
}
