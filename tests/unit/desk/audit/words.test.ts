/** What the log says. Each list of codes is as long as its type: one that is added without words doesn't compile or fails. */
import { changeInWords } from '../../../../server/desk/audit/field-words';
import { REASONS } from '../../../../server/desk/orders/manual/forms';
import { STATES } from '../../../../server/desk/perfumes/model';
import { NOTE_GROUPS } from '../../../../server/desk/perfumes/notes/forms';
import { ROLES } from '../../../../server/desk/permissions';
import { COUNT_REASONS } from '../../../../server/desk/stock/model';
import { DESK_TEXTS, translateTo } from '../../../../server/desk/texts';
import { formatterOf } from '../../../../server/desk/web/format';
import { LOCALES, type Locale } from '../../../../server/i18n/locale';
import { BOTTLE_CAPS, BOTTLE_SHAPES } from '../../../../server/scent/bottles';
import { CARRIER_NAMES } from '../../../../server/store/carriers/model';
import type { MailKind } from '../../../../server/store/mail/model';
import { ORDER_FLAGS, ORDER_STATUSES } from '../../../../server/store/orders/model';
import { createNames, PERFUME_FIELDS, VARIANT_FIELDS } from '../../../../server/store/perfumes';
import type { PerfumeField, VariantField } from '../../../../server/store/perfumes/model';
import { settingsSchema } from '../../../../server/store/settings/model';

const houses = [{ slug: 'ujeon', nameKo: '우전', nameEn: 'Ujeon' }];
const notes = [
  { slug: 'rain', nameKo: '비', nameEn: 'Rain' },
  { slug: 'white-musk', nameKo: '화이트 머스크', nameEn: 'White Musk' },
];

function said(locale: Locale, kind: string, name: string, value: unknown) {
  const wording = { locale, text: translateTo(locale), format: formatterOf(locale) };
  const saying = { locale, houses: createNames(houses, locale), notes: createNames(notes, locale) };
  return changeInWords(wording, saying, kind, [name, [null, value]]);
}

type Both = readonly [value: unknown, ko: string, en: string];
const text: Both = ['비 온 뒤', '비 온 뒤', '비 온 뒤'];

const OF_PERFUMES: Readonly<Record<PerfumeField, Both>> = {
  slug: ['after-rain', 'after-rain', 'after-rain'],
  house: ['ujeon', '우전', 'Ujeon'],
  name_ko: text,
  name_en: text,
  story_ko: text,
  story_en: text,
  perfumer_ko: text,
  perfumer_en: text,
  ingredients_ko: text,
  ingredients_en: text,
  year: [2026, '2026', '2026'],
  concentration: ['eau-de-parfum', '오 드 퍼퓸', 'Eau de parfum'],
  alcohol_percent: [78.5, '78.5', '78.5'],
  family: ['aquatic', '아쿠아틱', 'Aquatic'],
  accords: [{ marine: 40, 'white-floral': 80 }, '흰 꽃 80, 바다 40', 'White floral 80, Marine 40'],
  notes_top: [['white-musk', 'rain'], '화이트 머스크, 비', 'White Musk, Rain'],
  notes_heart: [['rain'], '비', 'Rain'],
  // One that is gone since is called by its slug.
  notes_base: [['oud', 'rain'], 'oud, 비', 'oud, Rain'],
  position: [1200, '1200', '1200'],
  published_at: ['2026-11-23T03:00:00.000Z', '2026. 11. 23. 12:00', '23 Nov 2026, 12:00'],
  archived: [true, '보관함', 'In the archive'],
};
const OF_VARIANTS: Readonly<Record<VariantField, Both>> = {
  sku: ['TST-050', 'TST-050', 'TST-050'],
  volume_ml: [50, '50', '50'],
  price: [98_000, '₩98,000', '₩98,000'],
  stock: [1200, '1,200', '1,200'],
  low_stock: [1200, '1,200', '1,200'],
  archived: [true, '판매 중지', 'Not sold any more'],
};

test.each(Object.entries(OF_PERFUMES))('a perfume’s %s is said in words', (name, [value, ko, en]) => {
  const { label } = PERFUME_FIELDS[name as PerfumeField];
  expect(said('ko', 'product', name, value)).toEqual({ field: label.ko, before: null, after: ko });
  expect(said('en', 'product', name, value)).toEqual({ field: label.en, before: null, after: en });
});

test.each(Object.entries(OF_VARIANTS))('a volume’s %s is said in words, after its SKU', (name, [value, ko, en]) => {
  const { label } = VARIANT_FIELDS[name as VariantField];
  const field = `TST.A-050.${name}`;
  expect(said('ko', 'product', field, value)).toEqual({ field: `TST.A-050 · ${label.ko}`, before: null, after: ko });
  expect(said('en', 'product', field, value)).toEqual({ field: `TST.A-050 · ${label.en}`, before: null, after: en });
});

test('a volume is for sale or not, a perfume is archived or not, and nothing is nothing', () => {
  expect(said('ko', 'product', 'TST-050.archived', false).after).toBe('판매');
  expect(said('en', 'product', 'TST-050.archived', false).after).toBe('For sale');
  expect(said('ko', 'product', 'archived', false).after).toBe('보관 안 함');
  for (const [name, nothing] of Object.entries({ notes_top: [], story_ko: '', published_at: null, accords: {} })) {
    expect([name, said('ko', 'product', name, nothing).after]).toEqual([name, null]);
  }
});

test('the weight of an accord is called after it', () => {
  expect(said('ko', 'product', 'accord_white-floral', 80)).toMatchObject({ field: '어코드 · 흰 꽃', after: '80' });
});

const listOf = <Code extends string>(codes: Readonly<Record<Code, true>>): readonly string[] => Object.keys(codes);

const MAILS = listOf<MailKind>({
  'order-question': true,
  'question-answered': true,
  'order-placed': true,
  'order-paid': true,
  'order-shipped': true,
  'order-cancelled': true,
  'order-refunded': true,
  'order-reminder': true,
  'order-expired': true,
  'payment-link': true,
  'new-order': true,
  'late-payment': true,
  alarm: true,
  'password-reset': true,
  'account-warning': true,
  'order-refused': true,
  'mail-test': true,
  'staff-link': true,
  'staff-warning': true,
  'owner-notice': true,
});

test.each<[kind: string, field: string, codes: readonly string[]]>([
  ['order', 'status', ORDER_STATUSES],
  ['order', 'flag', ORDER_FLAGS],
  ['order', 'carrier', CARRIER_NAMES],
  ['order', 'mail', MAILS],
  ['order', 'TST-050.reason', REASONS],
  ['settings', 'carrier', CARRIER_NAMES],
  ['product', 'state', STATES],
  ['volume', 'reason', COUNT_REASONS],
  ['house', 'bottle', BOTTLE_SHAPES],
  ['house', 'cap', BOTTLE_CAPS],
  ['note', 'note_group', NOTE_GROUPS],
  ['staff', 'role', ROLES],
  ['staff', 'locale', LOCALES],
])('every code of %s %s has words', (kind, field, codes) => {
  expect(codes.length).toBeGreaterThan(1);
  for (const code of codes) {
    const [ko, en] = LOCALES.map((locale) => said(locale, kind, field, code));
    expect([code, ko?.after]).toEqual([code, expect.stringMatching(/[가-힣]/)]);
    expect([code, en?.after]).toEqual([code, expect.not.stringMatching(new RegExp(`^${code}$`))]);
    expect([field, ko?.field]).toEqual([field, expect.stringMatching(/[가-힣]/)]);
  }
});

test('every setting has a name, and amounts are money', () => {
  for (const [section, fields] of Object.entries(
    settingsSchema.parse({ seller: {}, bank: {}, delivery: {}, mail: {} }),
  )) {
    for (const name of Object.keys(fields)) {
      for (const locale of LOCALES) {
        expect([section, said(locale, 'settings', name, 'x').field]).toEqual([
          section,
          DESK_TEXTS[locale].deskSettings.fields[name as 'fee'],
        ]);
      }
    }
  }
  expect(said('ko', 'settings', 'fee', 3000).after).toBe('₩3,000');
  expect(said('ko', 'settings', 'freeFrom', 50_000).after).toBe('₩50,000');
  expect(said('ko', 'settings', 'deadlineHours', 72).after).toBe('72');
});

test('prices of an order’s lines are called after their SKU, also as earlier releases wrote them', () => {
  for (const name of ['TST-050.price', 'price TST-050']) {
    expect(said('ko', 'order', name, 20_000)).toEqual({
      field: 'TST-050 · 값 (원)',
      before: null,
      after: '₩20,000',
    });
  }
  for (const name of ['TST-050.reason', 'reason TST-050']) {
    expect(said('en', 'order', name, 'flaw')).toEqual({
      field: 'TST-050 · Reason',
      before: null,
      after: 'Bottle with a flaw',
    });
  }
});

test('a photograph is told from others by a few letters, not by its file’s name', () => {
  expect(said('ko', 'product', 'photo', 'after-rain.8f14e45fceea167a').after).toBe('#8f14e4');
  expect(said('ko', 'product', 'photos', 'after-rain.8f14e45fceea, was-called-so.c9f0f895fb98').after).toBe(
    '#8f14e4, #c9f0f8',
  );
});

test('what has no words any more is said as it was written', () => {
  expect(said('ko', 'product', 'family', 'oriental').after).toBe('oriental');
  expect(said('ko', 'product', 'house', 'gone-house').after).toBe('gone-house');
  expect(said('ko', 'product', 'notes_top', { rain: 1 }).after).toBe('rain: 1');
  expect(said('ko', 'staff', 'role', 'toString').after).toBe('toString');
  expect(said('ko', 'thing', 'colour', true)).toEqual({ field: 'colour', before: null, after: '예' });
});
