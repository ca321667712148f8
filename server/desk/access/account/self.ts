import { callerOf } from '../../../web/caller';
import type { Visit } from '../../web/visit';
import type { Self } from './own-act';

export function selfOf({ staff, actor, request }: Visit): Self {
  const { address, browser } = callerOf(request);
  return { staff, actor, sessionId: request.sessionID, from: { asker: address, address, browser } };
}
