import type { Executor } from '../../../db/pool';
import { UNSURE_MS } from '../../payments';
import { selectMoneyTroubles } from './queries';

const MOST_NAMED = 10;

/** Numbers of orders whose money, or refund, a person has to ask the provider about; some of them, where there are many. */
export const troubledOrders = (db: Executor, now: Date): Promise<readonly string[]> =>
  selectMoneyTroubles(db, new Date(now.getTime() - UNSURE_MS), MOST_NAMED);
