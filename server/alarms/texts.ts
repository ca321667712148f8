import { createTranslations, type Translate } from '../i18n/translate';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const ALARM_TEXTS = { ko, en };

export type AlarmText = Translate<typeof ko>;

export const translateTo = createTranslations(ALARM_TEXTS);
