import type { Request, Response } from 'express';
import type { Locale } from '../../i18n/locale';
import type { DeskContext } from '../services';
import { translateTo } from '../texts';
import { localeOfBrowser } from './locale';

/** In her browser's language, unless her own is known. */
export function dressSignedOutPage(context: DeskContext, request: Request, response: Response, known?: Locale): Locale {
  const locale = known ?? localeOfBrowser(request.get('accept-language'));
  // The address of such a page can be a secret: no other one is told where somebody came from.
  response.set('Referrer-Policy', 'strict-origin');
  Object.assign(response.locals, signedOutLocals(context, locale));
  return locale;
}

export type SignedOutLocals = ReturnType<typeof signedOutLocals>;

export function signedOutLocals(context: DeskContext, locale: Locale) {
  return {
    locale,
    text: translateTo(locale),
    asset: (name: string) => context.assets.url(name),
  };
}
