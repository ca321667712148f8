import type { Assets } from '../assets/manifest';
import type { Mode } from '../config/env';
import type { Origins } from '../config/origins';
import type { Pool } from '../db/pool';
import type { Hosts } from '../hosts';
import type { Clock } from '../process/clock';
import type { Keys } from '../process/keys';
import type { Logger } from '../process/logger';

export interface WebConfig {
  readonly mode: Mode;
  readonly hosts: Hosts;
  readonly origins: Origins;
  /** As `/healthz` names it. */
  readonly release: string;
}

export interface WebContext {
  readonly config: WebConfig;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keys: Keys;
  readonly assets: Assets;
  /** Where the pictures lie, whose names carry their content's hash. */
  readonly picturesDirectory: string;
  readonly viewsDirectory: string;
  /** How late this process comes to its work, in milliseconds; missing: nobody measures it. */
  readonly lateMs?: () => number;
}
