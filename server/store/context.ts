/** What every part of the shop is made from. Built once in `server/bin/shop.ts` (or a test) and passed down. */
import type { Assets } from '../assets/manifest';
import type { Config, PaymentMethodName, Mode } from '../config/env';
import { originsOf, type Origins } from '../config/origins';
import type { Pool } from '../db/pool';
import { hostsOf, type Hosts } from '../hosts';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import type { ScryptCost } from './accounts/passwords';
import type { Limits } from '../web/rate-limit';
import type { Mailer } from './mail/model';

export interface ShopConfig {
  readonly mode: Mode;
  readonly hosts: Hosts;
  readonly origins: Origins;
  readonly payments: readonly PaymentMethodName[];
  readonly ownerEmail: string | null;
  /** As `/healthz` names it. */
  readonly release: string;
  /** Both differ from the shop's own in tests only: no variable sets them. */
  readonly limits?: Partial<Limits>;
  readonly passwordCost?: ScryptCost;
}

export interface ShopContext {
  readonly config: ShopConfig;
  readonly pool: Pool;
  /** For the one connection that is not of the pool: it listens for what changes. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Signs session ids and order links. */
  readonly sessionSecret: string;
  readonly assets: Assets;
  /** Where the hashed SVG pictures lie. */
  readonly picturesDirectory: string;
  readonly viewsDirectory: string;
  /** What other processes leave there is shown at the desk: certificates, backups. */
  readonly dataDir: string;
  /** For a mail that somebody waits for. All others go through the outbox. */
  readonly mailer: Mailer;
  /** Where it sends to, without a password. */
  readonly mailPlace: string;
}

export function shopConfigOf(config: Config, release: string): ShopConfig {
  return {
    mode: config.mode,
    hosts: hostsOf(config.domain),
    origins: originsOf(config),
    payments: config.payments,
    ownerEmail: config.ownerEmail,
    release,
  };
}
