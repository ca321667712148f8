/** A new machine until its shop is open, with what its first boot says on its console. */
import type { Aws } from './aws-cli';
import { askProbe } from './loopback-request';
import type { Machine } from './machine';

export interface Waiting {
  readonly aws: Aws;
  readonly its: { readonly domain: string };
  readonly tell: (line: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly askReady: (domain: string) => Promise<boolean>;
}

const POLL_MS = 15_000;
/** Between two looks at the console. */
const CONSOLE_MS = 60_000;
const LIMIT_MS = 30 * 60_000;
const HTTPS_PORT = 443;
/** essence-aura-setup's lines, behind whatever the kernel and cloud-init put before them. */
const SAID = /(?:\d\d-[a-z-]+(?:: .* \(\d+\.\d s\)| failed after .*)|ready after \d.*)$/;
const AWAITS_RESTORE = /holds the backups of another database/;

/** Whether its certificate is a good one is not the question here: one of a staging authority is none. */
export async function isReady(domain: string, port: number = HTTPS_PORT): Promise<boolean> {
  const asked = { address: domain, port, path: '/readyz', authority: domain, serverName: domain };
  return askProbe(asked).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** Until it is open, or waits for a restore. @throws Error when it takes too long */
export async function waitUntilReady({ aws, its, tell, sleep, askReady }: Waiting, machine: Machine): Promise<void> {
  const { instanceId, region } = machine;
  const console = ['ec2', 'get-console-output', '--region', region, '--instance-id', instanceId];
  tell(`${instanceId} boots, and opens the shop by itself.`);
  const told = new Set<string>();
  for (let ms = 0; ms < LIMIT_MS; ms += POLL_MS) {
    if (await askReady(its.domain)) {
      tell(`https://${its.domain}/readyz says "ready": the shop is open, ${minutes(ms)} after the machine was made.`);
      return;
    }
    const said = ms % CONSOLE_MS === 0 ? await aws([...console, '--latest', '--output', 'text']).catch(() => '') : '';
    for (const line of said.split(/\r?\n/).flatMap((one) => SAID.exec(one)?.[0] ?? [])) {
      if (!told.has(line)) tell(`  ${line}`);
      told.add(line);
    }
    if (AWAITS_RESTORE.test(said)) {
      tell(`${instanceId} has found the backups of the lost volume in the bucket, opens nothing, and waits for you.`);
      tell('To bring them back: npm run shell, and there: sudo essence-aura-restore --latest');
      return;
    }
    await sleep(POLL_MS);
    if ((ms + POLL_MS) % CONSOLE_MS === 0) tell(`  not open yet after ${minutes(ms + POLL_MS)}`);
  }
  throw new Error(
    `${instanceId} does not open the shop. What it says: aws ec2 get-console-output --region ${region} --instance-id ` +
      `${instanceId} --latest --output text; and on it: /var/log/essence-aura-setup.log`,
  );
}

const minutes = (ms: number): string => `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
