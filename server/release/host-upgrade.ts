/** `npx pulumi upgrade-host`: a machine takes over the host files of the release that went live last. Shown first. */
import type { Transport } from './transport';

const UPGRADE = '/usr/local/sbin/essence-aura-upgrade-host';
const NOTHING = /^Nothing to change\b/;

export interface HostUpgrade {
  readonly transport: Transport;
  readonly back: boolean;
  readonly tell: (line: string) => void;
  /** @throws when the operator doesn't want it */
  readonly confirm: () => Promise<void>;
}

export async function upgradeHost({ transport, back, tell, confirm }: HostUpgrade): Promise<void> {
  const command = back ? [UPGRADE, '--back'] : [UPGRADE];
  const plan: string[] = [];
  try {
    await transport.run([...command, '--plan'], (line) => {
      plan.push(line);
      tell(line);
    });
    if (plan.some((line) => NOTHING.test(line))) return;
    await confirm();
    await transport.run([...command, '--yes'], tell);
  } finally {
    await transport.end?.().catch(() => undefined);
  }
}

const REFRESH = '/usr/local/sbin/essence-aura-environment';

/** `npm run refresh-host`: it says what changed; nothing where nothing did. */
export async function refreshHost(transport: Transport, tell: (line: string) => void): Promise<void> {
  let changes = 0;
  const hear = (line: string): void => {
    if (line.trim() === '') return;
    changes++;
    tell(line);
  };
  await transport.run([REFRESH], hear).finally(() => transport.end?.().catch(() => undefined));
  if (changes === 0) tell('Nothing to change: the machine knows all that the stack says.');
}
