import { ALARM_TEXTS } from '../alarms';
import { DOCTOR_TEXTS } from '../doctor/texts';
import { createTranslations, type KeysOf, type WithValues } from '../i18n/translate';
import { STORE_TEXTS } from '../store/texts';
import { WEB_TEXTS } from '../web/texts';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const DESK_TEXTS = { ko, en };

const ALL = { ...STORE_TEXTS.ko, ...WEB_TEXTS.ko, ...ALARM_TEXTS.ko, ...DOCTOR_TEXTS.ko, ...ko };

export type DeskKey = KeysOf<typeof ALL>;
export type Said<Key extends DeskKey> = Key extends DeskKey
  ? { readonly key: Key } & WithValues<typeof ALL, Key>
  : never;

export const translateTo = createTranslations({
  ko: ALL,
  en: { ...STORE_TEXTS.en, ...WEB_TEXTS.en, ...ALARM_TEXTS.en, ...DOCTOR_TEXTS.en, ...en },
});

export type DeskText = ReturnType<typeof translateTo>;
