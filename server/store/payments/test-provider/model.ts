import type { Locale } from '../../../i18n/locale';
import type { ProviderPayment } from '../model';

export interface TestPayment extends ProviderPayment {
  readonly reference: string;
  readonly merchantOrder: string;
  readonly returnUrl: string;
  readonly locale: Locale;
}
