import type { Locale } from '../../../i18n/locale';
import { promiseText } from '../../delivery';
import { translateTo } from '../../texts';
import { isClosed, type Order } from '../model';

type Expected = Pick<Order, 'promised' | 'status' | 'carrier'>;

/** When it arrives, as was promised; '' where nothing was, or nothing comes any more. */
export function promisedText({ promised, status, carrier }: Expected, locale: Locale): string {
  if (promised === null || carrier === 'pickup' || isClosed(status) || status === 'delivered') return '';
  const days = promiseText(promised, locale);
  return status === 'pending' ? translateTo(locale)('orderWords:arrivalIfPaid', { days }) : days;
}
