import type { PaymentMethodName } from '../../config/env';
import { hasWord, worded } from '../../i18n/translate';
import { COURIERS } from '../../store/carriers/model';
import { LOW_STOCK_HOURS } from '../../store/payments';
import { hasRightCheckDigit } from '../../store/settings';
import { AREAS_WHEN_FREE, missingForTransfers, type Settings } from '../../store/settings/model';
import type { ValueError } from '../../values/reading';
import { faultsInWords } from '../../web/form-page';
import { DESK_TEXTS, type DeskText } from '../texts';
import type { FieldErrors } from './forms';
import { SECTION_FIELDS, SECTIONS, valuesOf, versionOf, type FieldValues, type Section } from './model';

export interface Attempt {
  readonly section: Section;
  readonly typed: FieldValues;
  readonly errors?: FieldErrors;
  /** Somebody else's change came between; these are the values she left. */
  readonly changed?: { readonly by: string | null };
}

const INPUTS: Readonly<Record<string, { inputmode?: string; autocomplete?: string; type?: string }>> = {
  businessNumber: { inputmode: 'numeric' },
  postcode: { inputmode: 'numeric', autocomplete: 'postal-code' },
  phone: { type: 'tel', autocomplete: 'tel' },
  email: { type: 'email', autocomplete: 'email' },
  account: { inputmode: 'numeric' },
  deadlineHours: { inputmode: 'numeric' },
  protectionUrl: { inputmode: 'url' },
  fee: { inputmode: 'numeric' },
  freeFrom: { inputmode: 'numeric' },
  cutOffHour: { inputmode: 'numeric' },
  transitDays: { inputmode: 'numeric' },
  transitMore: { inputmode: 'numeric' },
  newOrders: { type: 'email', autocomplete: 'off' },
  alarms: { type: 'email', autocomplete: 'off' },
};
const { fields: labels, hints, errors: faults } = DESK_TEXTS.ko.deskSettings;

/** What a delivery costs and when it leaves has a page of its own. */
export function presentSections(settings: Settings, text: DeskText, attempt: Attempt | null) {
  return SECTIONS.filter((section) => section !== 'delivery').map((section) =>
    presentSection(section, settings, text, attempt?.section === section ? attempt : null),
  );
}

export function presentSection(section: Section, settings: Settings, text: DeskText, attempt: Attempt | null) {
  const stored = valuesOf(section, settings);
  const values = attempt?.typed ?? stored;
  const { errors, problems } = faultsInWords(
    attempt?.errors ?? {},
    (fault) => faultInWords(fault, text),
    (name) => text(`deskSettings:fields.${worded(labels, name)}`),
  );
  const fields = SECTION_FIELDS[section].map((name) => {
    return {
      ...INPUTS[name],
      ...(name === 'carrier' && { options: courierOptions(text) }),
      ...(name === 'areasWhenFree' && { options: areaOptions(text) }),
      name,
      label: text(`deskSettings:fields.${name}`),
      value: values[name] ?? '',
      error: errors[name],
      hint: hintOf(name, { value: values[name] ?? '', stored: stored[name] ?? '', changed: attempt?.changed }, text),
    };
  });
  return {
    section,
    title: text(`deskSettings:sections.${section}.title`),
    lead: text(`deskSettings:sections.${section}.lead`),
    version: versionOf(section, settings),
    fields,
    problems,
    changed: attempt?.changed ? changedText(attempt.changed.by, text) : null,
  };
}

export const faultInWords = ({ code, values }: ValueError, text: DeskText): string =>
  text(`deskSettings:errors.${worded(faults, code)}`, { least: '', most: '', known: '', ...values });

const courierOptions = (text: DeskText) => [
  { value: '', label: text('desk:none') },
  ...COURIERS.map((name) => ({ value: name, label: text(`orderWords:carriers.${name}`) })),
];

const areaOptions = (text: DeskText) =>
  AREAS_WHEN_FREE.map((value) => ({ value, label: text(`deskSettings:areasWhenFree.${value}`) }));

interface Shown {
  readonly value: string;
  readonly stored: string;
  readonly changed: Attempt['changed'];
}

function hintOf(name: string, { value, stored, changed }: Shown, text: DeskText): string | undefined {
  if (changed && stored !== value) return text('deskSettings:storedNow', { value: stored || text('desk:none') });
  if (name === 'businessNumber' && /^[\d-]{12}$/.test(value) && !hasRightCheckDigit(value)) {
    return text('deskSettings:checkDigit');
  }
  return hasWord(hints, name) ? text(`deskSettings:hints.${name}`, { lowStockHours: LOW_STOCK_HOURS }) : undefined;
}

/** `김서연 <seoyeon@…>` is 김서연 to her colleagues. */
function changedText(by: string | null, text: DeskText): string {
  const name = by?.replace(/ <[^>]*>$/, '');
  return name ? text('desk:changedMeanwhile', { name }) : text('deskSettings:changedMeanwhile');
}

export function presentPayments(payments: readonly PaymentMethodName[], settings: Settings, text: DeskText) {
  return (['bank', 'test'] as const).map((name) => {
    const on = payments.includes(name);
    const missing = name === 'bank' && on ? missingForTransfers(settings.bank) : [];
    const fields = missing.map((field) => text(`deskSettings:fields.${field}`)).join(', ');
    return {
      label: text(`deskSettings:payments.${name}.label`),
      on: on && missing.length === 0,
      state:
        missing.length > 0
          ? text('deskSettings:payments.bank.lacks', { fields })
          : text(`deskSettings:payments.${name}.${on ? 'on' : 'off'}`),
    };
  });
}
