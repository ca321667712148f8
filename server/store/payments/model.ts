import type { PaymentMethodName } from '../../config/env';
import type { Settings } from '../settings/model';
import type { PaymentProvider } from './provider';

export interface PaymentMethod {
  readonly name: PaymentMethodName;
  /** False while something is missing without which nobody could pay, such as the account's number. */
  isReady(settings: Settings): boolean;
  /** Its bottles are back on sale afterwards. @param isRunningOut it leaves little on the shelf */
  deadline(now: Date, settings: Settings, isRunningOut: boolean): Date;
  /** False: there is nobody to ask, the owner says when money is there and sends it back by hand. */
  readonly isAsked: boolean;
  readonly provider: PaymentProvider;
}
