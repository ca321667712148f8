/** What has to be done next. */
import type { DeskContext } from '../services';
import type { Overview } from './model';
import { selectOverview } from './queries';

export interface Today {
  overview(now: Date): Promise<Overview>;
}

export function createToday({ pool }: Pick<DeskContext, 'pool'>): Today {
  return { overview: (now) => selectOverview(pool, now) };
}
