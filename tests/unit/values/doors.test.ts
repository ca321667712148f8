/** One table of inputs, walked through every door that takes such a value. */
import { readEnvironment } from '../../../server/config/env';
import { readFilter as readCustomerFilter } from '../../../server/desk/customers/address';
import { readFilter as readOrderFilter } from '../../../server/desk/orders/address';
import { checkText, readAmount } from '../../../server/desk/orders/forms';
import { checkBuyer, manualForm } from '../../../server/desk/orders/manual/forms';
import { readHouse, typedHouse } from '../../../server/desk/perfumes/houses/forms';
import { readListFilter } from '../../../server/desk/perfumes/list/address';
import { readNote as readNoteOfPerfumes } from '../../../server/desk/perfumes/notes/forms';
import { checkSection } from '../../../server/desk/settings/forms';
import type { Section } from '../../../server/desk/settings/model';
import { readStockAddress } from '../../../server/desk/stock/address';
import { readNote as readNoteOfStock } from '../../../server/desk/stock/forms';
import { checkForgot, checkInvitation, checkName, checkRegister, checkSignIn } from '../../../server/store/accounts';
import { SETTING_PARSERS } from '../../../server/store/settings';
import { readFilter as readListing } from '../../../server/storefront/catalogue/listing/address';
import { checkForm } from '../../../server/storefront/checkout/forms';
import { LONGEST } from '../../../server/values/limits';
import { readOrNull } from '../../../server/values/reading';
import { TYPED } from '../../setup/visitor';

/** What a door makes of what is typed; null: it says no. */
type Door = (typed: string) => unknown;

const PASSWORD = 'four quiet words here';
const who = { name: '한서진', email: 'haneul@example.com', password: PASSWORD };

const valueOf = (checked: { readonly value: object } | { readonly errors: object }, name: string): unknown =>
  'value' in checked ? (checked.value as Record<string, unknown>)[name] : null;

const { payment_method, ...CONTACT } = TYPED;
type ContactName = keyof typeof CONTACT;
const IN_ADDRESS: Readonly<Partial<Record<ContactName, string>>> = {
  address_line1: 'line1',
  address_line2: 'line2',
  delivery_note: 'deliveryNote',
};

const contactOf = (value: { readonly email: string; readonly address: object } | null, name: ContactName): unknown => {
  if (value === null) return null;
  return name === 'email' ? value.email : (value.address as Record<string, unknown>)[IN_ADDRESS[name] ?? name];
};

const atCheckout =
  (name: ContactName): Door =>
  (typed) => {
    const form = checkForm({ ...CONTACT, payment_method, email_asked: typed, [name]: typed }, ['test']);
    return contactOf(form.ok ? form.value : null, name);
  };

const atTheTelephone =
  (name: ContactName): Door =>
  (typed) => {
    const attempt = '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11';
    const checked = checkBuyer(manualForm.parse({ attempt, ...CONTACT, email_asked: typed, [name]: typed }));
    return contactOf('value' in checked ? checked.value : null, name);
  };

/** @param check of a form that pays by transfer */
const payingBy =
  (check: (form: object) => unknown): Door =>
  (typed) => {
    const attempt = '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11';
    const checked = check({ attempt, ...CONTACT, payment_method: 'bank', depositor: typed });
    const { value } = checked as { readonly value?: { readonly depositor: string | null } };
    return value?.depositor ?? null;
  };

const SETTINGS: Readonly<Record<Section, Readonly<Record<string, string>>>> = {
  seller: {},
  bank: { deadlineHours: '72' },
  delivery: {
    ...{ fee: '3000', freeFrom: '50000', areasWhenFree: 'charged' },
    ...{ cutOffHour: '14', transitDays: '1', transitMore: '1' },
  },
  mail: { senderName: 'Essence Aura' },
};

/** At the desk, and on the command line. */
const setting = (section: Section, name: string): readonly Door[] => {
  const parsers: Readonly<Record<string, (typed: string) => string | number>> = SETTING_PARSERS[section];
  return [
    (typed) => {
      const checked = checkSection(section, { ...SETTINGS[section], [name]: typed });
      return 'values' in checked ? checked.values[name] : null;
    },
    (typed) => readOrNull(parsers[name]!, typed),
  ];
};

const inTheEnvironment =
  (name: string): Door =>
  (typed) => {
    try {
      return readEnvironment({ [name]: typed }).config[name === 'OWNER_EMAIL' ? 'ownerEmail' : 'acme'];
    } catch {
      return null;
    }
  };

const HOUSE = typedHouse({
  id: 1,
  slug: 'ujeon',
  name_ko: '우전',
  name_en: 'Ujeon',
  story_ko: '',
  story_en: '',
  bottle: 'cylinder',
  cap: 'black',
  position: 1,
});
const ofHouse =
  (name: 'name_ko' | 'story_ko'): Door =>
  (typed) => {
    const reading = readHouse({ ...HOUSE, [name]: typed }, 'ujeon');
    return reading.ok ? reading.house[name] : null;
  };
const ofNote: Door = (typed) => {
  const reading = readNoteOfPerfumes({ name_ko: typed, name_en: 'Rain', note_group: 'water' }, 'rain');
  return reading.ok ? reading.note.name_ko : null;
};

const asRemark =
  (required: boolean): Door =>
  (typed) => {
    const checked = checkText('text', typed, { required });
    return 'value' in checked ? checked.value : null;
  };
const asStockNote: Door = (typed) => {
  const { note, errors } = readNoteOfStock('count_note', typed);
  return Object.keys(errors).length > 0 ? null : note;
};

const DOORS = {
  email: [
    atCheckout('email'),
    atTheTelephone('email'),
    (typed) => valueOf(checkRegister({ ...who, email: typed }, typed), 'email'),
    (typed) => valueOf(checkSignIn({ email: typed, password: PASSWORD }), 'email'),
    (typed) => valueOf(checkForgot({ email: typed }), 'email'),
    (typed) => valueOf(checkInvitation({ ...who, email: typed }), 'email'),
    ...setting('seller', 'email'),
    inTheEnvironment('OWNER_EMAIL'),
  ],
  phone: [atCheckout('phone'), atTheTelephone('phone'), ...setting('seller', 'phone')],
  postcode: [atCheckout('postcode'), atTheTelephone('postcode'), ...setting('seller', 'postcode')],
  'name of somebody': [
    (typed) => valueOf(checkRegister({ ...who, name: typed }, ''), 'name'),
    (typed) => valueOf(checkInvitation({ ...who, name: typed }), 'name'),
    (typed) => valueOf(checkName({ name: typed }), 'name'),
  ],
  recipient: [atCheckout('recipient'), atTheTelephone('recipient')],
  depositor: [
    payingBy((typed) => checkForm(typed, ['bank'])),
    payingBy((typed) => checkBuyer(manualForm.parse(typed))),
  ],
  address: [atCheckout('address_line1'), atTheTelephone('address_line1')],
  'word to the courier': [atCheckout('delivery_note'), atTheTelephone('delivery_note')],
  'name of something': [ofHouse('name_ko'), ofNote],
  story: [ofHouse('story_ko')],
  remark: [asRemark(false)],
  'needed remark': [asRemark(true)],
  'note of a count': [asStockNote],
  company: setting('seller', 'company'),
  fee: setting('delivery', 'fee'),
  amount: [(typed) => readAmount(typed), (typed) => readListing({ price_min: typed }).priceMin],
  deadline: setting('bank', 'deadlineHours'),
  'bank account': setting('bank', 'account'),
  'web address': setting('bank', 'protectionUrl'),
  'business number': setting('seller', 'businessNumber'),
  'mail-order number': setting('seller', 'mailOrderNumber'),
  sender: setting('mail', 'senderName'),
  search: [
    (typed) => readListing({ q: typed }).q,
    (typed) => readListFilter({ q: typed }).q,
    (typed) => readStockAddress({ q: typed }).q,
    (typed) => readOrderFilter({ q: typed }).search || null,
    (typed) => readCustomerFilter({ q: typed }).search || null,
  ],
} satisfies Readonly<Record<string, readonly Door[]>>;
type Kind = keyof typeof DOORS;

const letters = (count: number): string => '가'.repeat(count);
/** A line is a line wherever it is written. */
const lineInputs = (kind: Kind, most: number, required: boolean): [Kind, string, unknown][] => [
  [kind, letters(most), letters(most)],
  [kind, letters(most + 1), null],
  [kind, ' 한\u200B 서진\t ', '한 서진'],
  [kind, '가'.normalize('NFD'), '가'],
  [kind, '가\u202E나\u2066', '가나'],
  [kind, '가\n나', null],
  [kind, '가\u2028나', null],
  [kind, '가\u0007나', null],
  [kind, '가\uFFFD', null],
  [kind, '\u3164\u200B \u2800', required ? null : ''],
  [kind, '', required ? null : ''],
];
const textInputs = (kind: Kind, most: number): [Kind, string, unknown][] => [
  [kind, letters(most), letters(most)],
  [kind, letters(most + 1), null],
  [kind, 'a\r\nb\u2028c', 'a\nb\nc'],
  [kind, '가\u200B나\u202E', '가나'],
  [kind, '가\u0007나', null],
];

const INPUTS: readonly (readonly [Kind, string, unknown])[] = [
  ['email', ' Haneul@Example.com ', 'haneul@example.com'],
  ['email', 'a&b/c=d@example.com', 'a&b/c=d@example.com'],
  ['email', 'haneul@bücher.example', 'haneul@xn--bcher-kva.example'],
  ['email', '\u200Bhaneul@naver.com\uFEFF', 'haneul@naver.com'],
  ['email', 'haneul@gmial.com', 'haneul@gmial.com'],
  ['email', 'haneul', null],
  ['email', 'a@b', null],
  ['email', 'a@example.com, b@example.com', null],
  ['email', 'a@example.com\r\nBcc: b@example.com', null],
  ['email', `${'a'.repeat(260)}@example.com`, null],
  ['phone', '01012345678', '010-1234-5678'],
  ['phone', '\u202A+82 10‑1234–5678\u202C', '010-1234-5678'],
  ['phone', '０２－１２３－４５６７', '02-123-4567'],
  ['phone', '010-123-4567', null],
  ['phone', '+1 212 555 0100', null],
  ['phone', '010-1234-5678\n', '010-1234-5678'],
  ['postcode', '０３０－45', '03045'],
  ['postcode', '03\u200B045', '03045'],
  ['postcode', '3045', null],
  ['postcode', '030-456', null],
  ...lineInputs('name of somebody', LONGEST.name, true),
  ['name of somebody', '당첨 evil.com', null],
  ...lineInputs('recipient', LONGEST.recipient, true),
  ['recipient', '당첨 evil.com', null],
  ['depositor', ' 한\u200B 서진\t ', '한 서진'],
  ['depositor', letters(LONGEST.depositor), letters(LONGEST.depositor)],
  ['depositor', letters(LONGEST.depositor + 1), null],
  ['depositor', '', CONTACT.recipient],
  ['depositor', '\u3164', CONTACT.recipient],
  ['depositor', '가\n나', null],
  ['depositor', '당첨 evil.com', null],
  ...lineInputs('address', LONGEST.addressLine, true),
  ...lineInputs('word to the courier', LONGEST.deliveryNote, false),
  ...lineInputs('name of something', LONGEST.name, true),
  ...textInputs('story', LONGEST.story),
  ['story', '', ''],
  ...textInputs('remark', LONGEST.remark),
  ['remark', '\u3164', ''],
  ...textInputs('needed remark', LONGEST.remark),
  ['needed remark', '\u3164', null],
  ...lineInputs('note of a count', LONGEST.stockNote, false),
  ...lineInputs('company', LONGEST.setting, false),
  ['fee', '3,000원', 3_000],
  ['fee', '₩ 3000', 3_000],
  ['fee', '0', 0],
  ['fee', '1000001', null],
  ['fee', '-1', null],
  ['fee', '', null],
  ['fee', '1.5', null],
  ['fee', '5천', 5_000],
  ['fee', '5천원', 5_000],
  ['fee', '3만 5천', 35_000],
  ['fee', '200만', null],
  ['amount', '5만', 50_000],
  ['amount', '５만 원', 50_000],
  ['amount', '₩12만 5,000', 125_000],
  ['amount', '12만5천', 125_000],
  ['amount', '1.5만', 15_000],
  ['amount', '2.5천', 2_500],
  ['amount', '3만 5천 500원', 35_500],
  ['amount', '만', null],
  ['amount', '만원', null],
  ['amount', '5만만', null],
  ['amount', '천 5만', null],
  ['amount', '-5만', null],
  ['amount', '오만', null],
  ['amount', 'abc', null],
  ['amount', '', null],
  ['deadline', '336', 336],
  ['deadline', '337', null],
  ['deadline', '0', null],
  ['bank account', '110–222–333444', '110-222-333444'],
  ['bank account', 'none', null],
  ['web address', ' https://escrow.example.com/a?b=1 ', 'https://escrow.example.com/a?b=1'],
  ['web address', 'escrow.example.com', 'https://escrow.example.com/'],
  ['web address', 'javascript:alert(1)', null],
  ['web address', 'https://a:b@example.com/', null],
  ['web address', 'escrow', null],
  ['web address', `https://example.com/${'a'.repeat(LONGEST.setting)}`, null],
  ['business number', '２２０-８１-６２５１７', '220-81-62517'],
  ['business number', '220-81-6251a', null],
  ['mail-order number', '제 2026-서울종로-0123 호', '2026-서울종로-0123'],
  ['mail-order number', '신고면제', '신고 면제'],
  ['mail-order number', '없음', null],
  ['sender', letters(LONGEST.senderName), letters(LONGEST.senderName)],
  ['sender', letters(LONGEST.senderName + 1), null],
  ['sender', 'a <b@c.kr>', null],
  ['sender', '', null],
  ['search', '  비\u200B  온 뒤 ', '비 온 뒤'],
  ['search', '비 온 뒤'.normalize('NFD'), '비 온 뒤'],
  ['search', 'a\0\u0007b', 'a b'],
  ['search', '🌧'.repeat(LONGEST.search + 1), '🌧'.repeat(LONGEST.search)],
  ['search', '\u3164', null],
];

test.each(INPUTS)('%s: %j is judged alike at every door', (kind, typed, kept) => {
  const doors: readonly Door[] = DOORS[kind];
  expect(doors.map((door) => door(typed))).toEqual(doors.map(() => kept));
});

test('every door is walked through', () => {
  expect([...new Set(INPUTS.map(([kind]) => kind))].sort()).toEqual(Object.keys(DOORS).sort());
});
