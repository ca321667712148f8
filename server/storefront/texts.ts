/** The words of the storefront's pages. */
import { createTranslations } from '../i18n/translate';
import { STORE_TEXTS } from '../store/texts';
import { WEB_TEXTS } from '../web/texts';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const STOREFRONT_TEXTS = { ko, en };

export const translateTo = createTranslations({
  ko: { ...STORE_TEXTS.ko, ...WEB_TEXTS.ko, ...ko },
  en: { ...STORE_TEXTS.en, ...WEB_TEXTS.en, ...en },
});

export type StorefrontText = ReturnType<typeof translateTo>;
