/** What the store says by itself: its letters, and words that every wing uses. */
import { createTranslations } from '../i18n/translate';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const STORE_TEXTS = { ko, en };

export const translateTo = createTranslations(STORE_TEXTS);
