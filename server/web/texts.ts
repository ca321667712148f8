/** What every page says, and every error. */
import { createTranslations, type Translate } from '../i18n/translate';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const WEB_TEXTS = { ko, en };

export type WebText = Translate<typeof ko>;

export const translateTo = createTranslations(WEB_TEXTS);
