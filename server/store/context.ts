import type { Config, Mode, PaymentMethodName } from '../config/env';
import { originsOf, type Origins } from '../config/origins';
import type { Pool } from '../db/pool';
import { hostsOf, type Hosts } from '../hosts';
import type { Clock } from '../process/clock';
import type { Keys } from '../process/keys';
import type { Logger } from '../process/logger';
import type { ScryptCost } from './accounts';
import type { LetterView } from './mail';
import type { UnpaidLimits } from './orders';

export interface StoreConfig {
  readonly mode: Mode;
  readonly hosts: Hosts;
  readonly origins: Origins;
  readonly payments: readonly PaymentMethodName[];
  readonly ownerEmail: string | null;
  /** Cheaper in tests only: no variable sets it. */
  readonly passwordCost?: ScryptCost;
  /** Others in tests only. */
  readonly unpaidLimits?: Partial<UnpaidLimits>;
}

export interface StoreContext {
  readonly config: StoreConfig;
  readonly pool: Pool;
  /** For the one connection that is not of the pool: it listens for what changes. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Sign order links, and seal what a copy of the database must not give away. */
  readonly keys: Keys;
  readonly letterView: LetterView;
}

export function storeConfigOf(config: Config): StoreConfig {
  return {
    mode: config.mode,
    hosts: hostsOf(config.domain),
    origins: originsOf(config),
    payments: config.payments,
    ownerEmail: config.ownerEmail,
  };
}
