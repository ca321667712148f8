/** The language of the API's messages: a script asks for its page's with `Accept-Language`. */
import type { Request } from 'express';
import type { Locale } from '../i18n/locale';

export function apiLocaleOf(request: Request): Locale {
  return request.acceptsLanguages('ko', 'en') === 'en' ? 'en' : 'ko';
}
