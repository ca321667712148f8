/** The words of the desk's pages and letters. */
import { ALARM_TEXTS } from '../alarms';
import { createTranslations } from '../i18n/translate';
import { STORE_TEXTS } from '../store/texts';
import { WEB_TEXTS } from '../web/texts';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const DESK_TEXTS = { ko, en };

export const translateTo = createTranslations(STORE_TEXTS, WEB_TEXTS, ALARM_TEXTS, DESK_TEXTS);
