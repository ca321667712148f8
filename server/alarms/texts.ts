import { DOCTOR_TEXTS } from '../doctor/texts';
import { createTranslations, type Translate } from '../i18n/translate';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const ALARM_TEXTS = { ko, en };

const ALL = { ko: { ...DOCTOR_TEXTS.ko, ...ko }, en: { ...DOCTOR_TEXTS.en, ...en } };

export type AlarmText = Translate<typeof ALL.ko>;

export const translateTo = createTranslations(ALL);
