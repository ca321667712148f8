/** `npm run preflight [-- FILE]`: what would stop the first `pulumi up`. Exit code 0: nothing; 1: something; 2: it could not look. */
import { getServers } from 'node:dns';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readOperatorEnvironment } from '../../server/config/env';
import { findRoot } from '../../server/config/paths';
import type { Looked } from '../../server/doctor/gather';
import type { Report } from '../../server/doctor/report';
import type { Finding } from '../../server/health/judge';
import { messageOf } from '../../server/process/thrown';
import { runProgram } from '../../server/release/run-program';
import { STACK_NAMES } from '../host-config';
import { preflight, verdictOf, type Verdict } from '../preflight';

const STACKS = path.join('deploy', 'stacks');
const COULD_NOT = 2;
const EXIT_CODES: Readonly<Record<Verdict, number>> = { well: 0, faults: 1, unknown: COULD_NOT };
const HEADLINES: Readonly<Record<Verdict, string>> = {
  well: 'nothing stands in the way',
  faults: 'not yet',
  unknown: 'not known, because not everything that may stand in the way could be looked at',
};
const USAGE = 'npm run preflight -- [deploy/stacks/Pulumi.staging.yaml] [--lang ko|en] [--json]';

type Language = 'ko' | 'en';

function readArguments(): { readonly json: boolean; readonly language: Language; readonly file: string | null } {
  const options = { json: { type: 'boolean' }, lang: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const { json = false, lang = 'en' } = values;
  if (positionals.length > 1) throw new Error(`one file at a time, and not ${positionals.join(' and ')} too`);
  if (lang !== 'ko' && lang !== 'en') throw new Error(`--lang: ${lang} is not ko or en`);
  return { json, language: lang, file: positionals[0] ?? null };
}

/** Production's, or the only one that there is. */
function fileIn(root: string): string {
  const files = STACK_NAMES.map((name) => path.join(STACKS, `Pulumi.${name}.yaml`));
  return files.find((file) => existsSync(path.join(root, file))) ?? files[0] ?? '';
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = ({ probe, reason, tookMs }: Looked): void =>
  void process.stderr.write(`  ${reason === null ? '✓' : '?'} ${probe.fact} (${tookMs} ms)\n`);

function print(report: Report, language: Language): void {
  const { domain, findings, layers } = report;
  say(`\nBefore the first up of ${domain}: ${HEADLINES[verdictOf(report)]}`);
  for (const finding of findings) printFinding(finding, language, '');
  const unlooked = layers.flatMap((layer) => layer.unlooked);
  if (unlooked.length > 0) say('\nCould not be looked at:');
  for (const why of unlooked) say(`  ? ${why}`);
}

function printFinding(
  { id, severity, owner, expert, mend, explains }: Finding,
  language: Language,
  indent: string,
): void {
  say(`\n${indent}✗ ${owner[language]} (${id}, ${severity})`);
  for (const line of [expert, `→ ${mend}`]) say(`${indent}    ${line}`);
  for (const one of explains) say(`${indent}    … and so: ${one.owner[language]} (${one.id})`);
}

async function main(): Promise<void> {
  const { json, language, file } = readArguments();
  const root = findRoot();
  const { awsRegion } = readOperatorEnvironment();
  const asked = { root, file: file ?? fileIn(root), awsRegion, resolvers: getServers(), run: runProgram, tell };
  const report = await preflight(asked);
  if (json) say(JSON.stringify(report, null, 2));
  else print(report, language);
  process.exitCode = EXIT_CODES[verdictOf(report)];
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n${USAGE}\n`);
  process.exitCode = COULD_NOT;
});
