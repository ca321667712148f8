/** People at the desk. */
import type { Locale } from '../../shop/i18n/locale';
import type { Role } from './permissions';

/** Somebody who is signed in. */
export interface Staff {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: Locale;
}
