import { ALARM_TEXTS } from '../../../server/alarms/texts';
import { DESK_TEXTS } from '../../../server/desk/texts';
import { DOCTOR_TEXTS } from '../../../server/doctor/texts';
import { STORE_TEXTS } from '../../../server/store/texts';
import { STOREFRONT_TEXTS } from '../../../server/storefront/texts';
import { WEB_TEXTS } from '../../../server/web/texts';

const WINGS = [STORE_TEXTS, WEB_TEXTS, ALARM_TEXTS, DOCTOR_TEXTS, STOREFRONT_TEXTS, DESK_TEXTS];

export const ko = { ...STORE_TEXTS.ko, ...WEB_TEXTS.ko, ...ALARM_TEXTS.ko, ...DOCTOR_TEXTS.ko, ...STOREFRONT_TEXTS.ko, ...DESK_TEXTS.ko };
export const en = { ...STORE_TEXTS.en, ...WEB_TEXTS.en, ...ALARM_TEXTS.en, ...DOCTOR_TEXTS.en, ...STOREFRONT_TEXTS.en, ...DESK_TEXTS.en };

/** Each as often as wings have it. */
export const namespaces = WINGS.flatMap((wing) => Object.keys(wing.ko));
