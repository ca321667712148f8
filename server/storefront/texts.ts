/** The words of the storefront's pages. */
import { createTranslations } from '../i18n/translate';
import { STORE_TEXTS } from '../store/texts';
import { WEB_TEXTS } from '../web/texts';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const STOREFRONT_TEXTS = { ko, en };

export const translateTo = createTranslations(STORE_TEXTS, WEB_TEXTS, STOREFRONT_TEXTS);
