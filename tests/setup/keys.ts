/** Keys as a shop has them that never changed any. */
import { keysOf, type Keys } from '../../server/process/keys';

export const testKeys = (secret = 'a secret of the tests, long enough 0123456789'): Keys =>
  keysOf({ cookies: [secret], links: [secret], seals: [secret] });
