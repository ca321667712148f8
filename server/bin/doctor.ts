/**
 * `npm run doctor [-- DOMAIN]`: says which layer of a shop is broken, and what mends it. Exit code 0: nothing was found, 1:
 * something was, 2: nothing could be looked at, or not what was asked for.
 */
import { open, readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { ConfigurationError, readEnvironment, readOperatorEnvironment, type Environment } from '../config/env';
import { findRoot } from '../config/paths';
import { parseArguments, type DoctorArguments } from '../doctor/arguments';
import { openCloud } from '../doctor/cloud/open';
import type { Context } from '../doctor/context';
import { createContext } from '../doctor/create-context';
import { diagnose } from '../doctor/diagnose';
import { createProgress, isBlind, printPage, printTree } from '../doctor/print';
import type { Report } from '../doctor/report';
import { translateTo } from '../doctor/texts';
import { VIEWS } from '../health/layers';
import { databaseUrlOf } from '../postgres/running';
import { systemClock } from '../process/clock';
import { messageOf } from '../process/thrown';
import { runProcess } from './run-process';

const [HEALTHY, FAULTS, COULD_NOT] = [0, 1, 2];

runProcess(async () => {
  const { terminalLocale, awsRegion } = readOperatorEnvironment();
  const asked = parseArguments(process.argv.slice(2), terminalLocale);
  const environment = environmentFor(asked.domain);
  if (asked.html !== null) await expectWritable(asked.html);
  const context = await contextOf(asked, { environment, awsRegion });
  const progress = createProgress(asked.json ? process.stderr : process.stdout, asked.locale);
  const report = await diagnose(context, {
    views: VIEWS.filter((view) => view === 'outside' || context[view] !== null),
    only: asked.only,
    plan: progress.plan,
    tell: progress.tell,
  }).finally(progress.end);
  await print(report, asked);
  process.exitCode = report.findings.length > 0 ? FAULTS : isBlind(report) ? COULD_NOT : HEALTHY;
}, COULD_NOT);

/** null: it can't be used, and isn't needed for another one's shop. */
function environmentFor(domain: string | null): Environment | null {
  try {
    return readEnvironment();
  } catch (error) {
    if (domain === null || !(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`Nothing inside is looked at: ${error.problems.join('; ')}\n`);
    return null;
  }
}

async function contextOf(
  { domain, roots, ruleset }: DoctorArguments,
  { environment, awsRegion }: { readonly environment: Environment | null; readonly awsRegion: string | null },
): Promise<Context> {
  // Where there is none, that is what the doctor finds.
  const databaseUrl = environment && (await databaseUrlOf(environment).catch(() => null));
  const extraRoots = roots === null ? [] : [await readRoots(roots)];
  const config = environment?.config ?? null;
  const mailUrl = environment?.secrets.mailUrl ?? null;
  const told = ruleset === null ? {} : { ruleset: await readGiven('ruleset', ruleset) };
  const context = await createContext({ config, domain, databaseUrl, mailUrl, told, clock: systemClock, extraRoots });
  if (!context.target.isPublic) return context;
  const opened = await openCloud({ domain: context.target.hosts.apex, root: findRoot(), awsRegion });
  return opened.cloud ? { ...context, cloud: opened.cloud } : { ...context, cloudProblem: opened.why };
}

/** @param file `-`: the standard input */
async function readGiven(option: string, file: string): Promise<string> {
  return (file === '-' ? text(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    throw new Error(`--${option}: ${file} can't be read: ${messageOf(error)}`, { cause: error });
  });
}

async function readRoots(file: string): Promise<string> {
  const roots = await readGiven('roots', file);
  if (!roots.includes('-----BEGIN CERTIFICATE-----')) throw new Error(`--roots: ${file} has no certificate in it`);
  return roots;
}

function refuse(html: string): (error: unknown) => never {
  return (error) => {
    throw new Error(`--html: ${html} can't be written: ${messageOf(error)}`, { cause: error });
  };
}

/** Before anybody has waited for what is to be in it; what is there stays until then. */
async function expectWritable(html: string): Promise<void> {
  const file = await open(html, 'a').catch(refuse(html));
  await file.close();
}

async function print(report: Report, { json, html, locale }: DoctorArguments): Promise<void> {
  const { isTTY, columns } = process.stdout;
  const coloured = isTTY && process.stdout.hasColors();
  if (json) console.log(JSON.stringify(report, null, 2));
  else process.stdout.write(printTree(report, { locale, coloured, columns: isTTY ? columns : null }));
  if (html === null) return;
  await writeFile(html, printPage(report, locale)).catch(refuse(html));
  if (!json) console.log(`  ${translateTo(locale)('doctor:written', { file: html })}\n`);
}
