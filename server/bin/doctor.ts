/**
 * `npm run doctor [-- DOMAIN]`: says which layer of a shop is broken, and what mends it. Exit code 0: nothing was found, 1:
 * something was, 2: nothing could be looked at, or not what was asked for.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { readEnvironment, readOperatorEnvironment } from '../config/env';
import { parseArguments, type DoctorArguments } from '../doctor/arguments';
import type { Context } from '../doctor/context';
import { createContext } from '../doctor/create-context';
import { diagnose } from '../doctor/diagnose';
import { createProgress, isBlind, printPage, printTree } from '../doctor/print';
import type { Report } from '../doctor/report';
import { translateTo } from '../doctor/texts';
import { databaseUrlOf } from '../postgres/running';
import { systemClock } from '../process/clock';
import { messageOf } from '../process/thrown';
import { runProcess } from './run-process';

const [HEALTHY, FAULTS, COULD_NOT] = [0, 1, 2];

runProcess(async () => {
  const asked = parseArguments(process.argv.slice(2), readOperatorEnvironment().terminalLocale);
  const context = await contextOf(asked);
  const progress = createProgress(asked.json ? process.stderr : process.stdout, asked.locale);
  const report = await diagnose(context, {
    views: context.inside ? ['outside', 'inside'] : ['outside'],
    only: asked.only,
    plan: progress.plan,
    tell: progress.tell,
  }).finally(progress.end);
  await print(report, asked);
  process.exitCode = report.findings.length > 0 ? FAULTS : isBlind(report) ? COULD_NOT : HEALTHY;
}, COULD_NOT);

async function contextOf({ domain, roots }: DoctorArguments): Promise<Context> {
  const environment = readEnvironment();
  // Where there is none, that is what the doctor finds.
  const databaseUrl = await databaseUrlOf(environment).catch(() => null);
  const extraRoots = roots === null ? [] : [await readRoots(roots)];
  return createContext({ config: environment.config, domain, databaseUrl, clock: systemClock, extraRoots });
}

async function readRoots(file: string): Promise<string> {
  const roots = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`--roots: ${file} can't be read: ${messageOf(error)}`, { cause: error });
  });
  if (!roots.includes('-----BEGIN CERTIFICATE-----')) throw new Error(`--roots: ${file} has no certificate in it`);
  return roots;
}

async function print(report: Report, { json, html, locale }: DoctorArguments): Promise<void> {
  const { isTTY, columns } = process.stdout;
  const coloured = isTTY && process.stdout.hasColors();
  if (json) console.log(JSON.stringify(report, null, 2));
  else process.stdout.write(printTree(report, { locale, coloured, columns: isTTY ? columns : null }));
  if (html === null) return;
  await writeFile(html, printPage(report, locale)).catch((error: unknown) => {
    throw new Error(`--html: ${html} can't be written: ${messageOf(error)}`, { cause: error });
  });
  if (!json) console.log(`  ${translateTo(locale)('doctor:written', { file: html })}\n`);
}
