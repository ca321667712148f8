/** The language of somebody who has not signed in yet: her browser's. Signed in, it is her own choice. */
import type { Locale } from '../../i18n/locale';

export function localeOfBrowser(acceptLanguage: string | undefined): Locale {
  const first = (acceptLanguage ?? '').toLowerCase().match(/\b(ko|en)\b/);
  return first?.[1] === 'en' ? 'en' : 'ko';
}
