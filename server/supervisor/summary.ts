import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config/env';
import { originsOf } from '../config/origins';
import type { DemoSignIn } from '../seed';

export interface SummaryFacts {
  readonly config: Config;
  /** null in production, and where it fits no more. */
  readonly demo: DemoSignIn | null;
  /** PEM file of the development CA; null when certificates come from elsewhere. */
  readonly caFile: string | null;
  readonly outboxDirectory: string | null;
  readonly logDirectory: string;
}

const WIDTH = 12;
const LATEST_MAILS = 5;

export async function summaryLines(facts: SummaryFacts): Promise<string[]> {
  const origins = originsOf(facts.config);
  const local = `https://localhost:${facts.config.publicHttpsPort}`;
  const row = (name: string, value: string): string => `  ${name.padEnd(WIDTH)}${value}`;
  return [
    '',
    row('Shop', origins.apex),
    ...(facts.config.certificates === 'local' ? [row('', `${local} leads there`)] : []),
    row('Desk', `${origins.app}/admin`),
    row('', 'npm run owner -- YOUR-EMAIL  prints the link that lets you in'),
    ...trustLines(facts.caFile, row),
    ...(facts.demo ? ['', row('Sign in as', `${facts.demo.email}  ${facts.demo.password}`)] : []),
    ...(facts.config.payments.includes('test')
      ? [row('Pay with', '4242 4242 4242 4242 (4000 0000 0000 0002 is declined)')]
      : []),
    '',
    ...(await mailLines(facts.outboxDirectory, row)),
    row('Logs', shown(facts.logDirectory)),
    '',
    `  Ctrl-C stops everything; the data stays in ${shown(facts.config.dataDir)}`,
    '',
  ];
}

type Row = (name: string, value: string) => string;

function trustLines(caFile: string | null, row: Row): string[] {
  if (!caFile) return [];
  const file = shown(caFile);
  return [
    '',
    row('Trust it', `browsers warn until they trust this machine's own development CA: ${file}`),
    row(
      '',
      `Debian     sudo cp ${file} /usr/local/share/ca-certificates/essence-aura.crt && sudo update-ca-certificates`,
    ),
    row('', 'Chrome     Settings → Privacy → Security → Manage certificates → Authorities → Import'),
    row('', 'Firefox    Settings → Privacy → View Certificates → Authorities → Import'),
    row('', `curl       curl --cacert ${file} …`),
  ];
}

async function mailLines(directory: string | null, row: Row): Promise<string[]> {
  if (!directory) return [];
  const files = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  const latest = files.slice(-LATEST_MAILS).toReversed();
  const count = files.length === 0 ? 'none yet' : files.length === 1 ? '1 mail' : `${files.length} mails`;
  return [row('Mails', `${shown(directory)}  (${count})`), ...latest.map((name) => row('', `  ${name}`))];
}

/** Relative to where the person stands, as long as that is shorter. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.length < file.length && !relative.startsWith('../..') ? relative : file;
}
