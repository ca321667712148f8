/** What is wrong with a form is said above it, each fault with the name of its field: one sentence, five times, helps nobody. */
import type { Response } from 'express';
import { FORMS as ACCESS_FORMS } from '../../../server/desk/access/forms';
import { showForm as showAccess } from '../../../server/desk/access/presenter';
import { emptyForm } from '../../../server/desk/perfumes/editor/fill';
import { editorView } from '../../../server/desk/perfumes/editor/presenter';
import { problem, readPerfume } from '../../../server/desk/perfumes/editor/validate';
import { SCALARS } from '../../../server/desk/perfumes/model';
import { SECTION_FIELDS, SECTIONS } from '../../../server/desk/settings/model';
import { presentSection } from '../../../server/desk/settings/presenter';
import { translateTo } from '../../../server/desk/texts';
import { formatterOf } from '../../../server/desk/web/format';
import { LOCALES, type Locale } from '../../../server/i18n/locale';
import { ACCORD_SLUGS } from '../../../server/scent/accords';
import { accordField } from '../../../server/store/perfumes';
import { settingsSchema } from '../../../server/store/settings/model';
import { FORMS as ACCOUNT_FORMS, showForm as showAccount } from '../../../server/storefront/accounts/forms';
import { ValueError } from '../../../server/values/reading';
import type { FormView } from '../../../server/web/form-page';

/** Nobody types into them: what is wrong with them is no fault of hers. */
const UNSEEN = ['next', 'token', 'form_token', 'session', 'show', 'email_asked', 'locale'];

const fieldsOf = (forms: Readonly<Record<string, { readonly shape: object }>>): readonly string[] => [
  ...new Set(Object.values(forms).flatMap(({ shape }) => Object.keys(shape).filter((name) => !UNSEEN.includes(name)))),
];

function placeIn(locale: Locale) {
  const shown: { form?: FormView } = {};
  const response = { status: () => response } as unknown as Response;
  const render = (_view: never, model: never) => Promise.resolve(void Object.assign(shown, model));
  return { place: { response, locale, render }, shown };
}

const WITH_LABEL = /^[^:]{2,60}: .{2,}$/;

test.each(LOCALES)('every field of the desk’s own forms, in %s', async (locale) => {
  const names = [...fieldsOf(ACCESS_FORMS), 'recent_code', 'recent_recovery'];
  const errors = Object.fromEntries(names.map((name) => [name, 'code-empty'] as const));
  const { place, shown } = placeIn(locale);
  await showAccess(place, { view: 'desk/access/code' }, {}, { errors });
  expect(shown.form?.problems.map(({ name }) => name)).toEqual(names);
  for (const { text } of shown.form?.problems ?? []) expect(text).toMatch(WITH_LABEL);
});

test.each(LOCALES)('every field of a shopper’s account, in %s', async (locale) => {
  const names = fieldsOf(ACCOUNT_FORMS);
  const errors = Object.fromEntries(names.map((name) => [name, 'email-empty'] as const));
  const { place, shown } = placeIn(locale);
  await showAccount(place, { view: 'accounts/register' }, {}, { errors });
  expect(shown.form?.problems.map(({ name }) => name)).toEqual(names);
  for (const { text } of shown.form?.problems ?? []) expect(text).toMatch(WITH_LABEL);
});

test.each([
  ['accounts/register', '비밀번호: '],
  ['accounts/password', '새 비밀번호: '],
] as const)('a password at %s is called as beside its field', async (view, label) => {
  const { place, shown } = placeIn('ko');
  await showAccount(place, { view } as { view: 'accounts/register' }, {}, { errors: { password: 'password-empty' } });
  expect(shown.form?.problems[0]?.text.startsWith(label)).toBe(true);
});

const choices = { houses: [], notes: [] };
const viewerIn = (locale: Locale) => ({
  locale,
  text: translateTo(locale),
  format: formatterOf(locale),
  now: new Date(0),
  shopOrigin: 'https://example.com',
});

test.each(LOCALES)('every field of a perfume and of its volumes, in %s', (locale) => {
  const cells = ['ml', 'price', 'stock', 'low', 'sku'];
  const names = [
    ...SCALARS,
    ...ACCORD_SLUGS.map(accordField),
    'accords',
    'volumes',
    ...[0, 1].flatMap((row) => cells.map((cell) => `volume_${cell}-${row}`)),
  ];
  const problems = Object.fromEntries(names.map((name) => [name, problem('required')]));
  const { problems: said } = editorView({ typed: emptyForm(), choices, perfume: null, problems }, viewerIn(locale));
  expect(said.map(({ name }) => name)).toEqual(names);
  expect(new Set(said.map(({ text }) => text)).size).toBe(names.length);
  for (const { text } of said) expect(text).toMatch(WITH_LABEL);
});

test('a price that is missing is of its volume', () => {
  const row = { id: '7', seen: '3', state: 'selling', sku: 'A-050', ml: '50', price: '', stock: '3', low: '5' };
  const typed = { ...emptyForm(), variants: [row, { ...row, id: '', sku: '', ml: '' }] };
  const reading = readPerfume(typed, choices, 'en', new Date(0));
  if (reading.ok) throw new Error('it is no perfume');
  const { problems } = editorView({ typed, choices, perfume: null, problems: reading.problems }, viewerIn('en'));
  expect(problems).toContainEqual({
    name: 'volume_price-0',
    text: 'Price (won), 50ml: This is empty. Fill it in.',
  });
  expect(problems).toContainEqual({
    name: 'volume_price-1',
    text: 'Price (won), New volume 2: This is empty. Fill it in.',
  });
});

test.each(LOCALES)('every setting, in %s', (locale) => {
  const settings = settingsSchema.parse({ seller: {}, bank: {}, delivery: {}, mail: {} });
  for (const section of SECTIONS) {
    const names = SECTION_FIELDS[section];
    const errors = Object.fromEntries(names.map((name) => [name, new ValueError('required')]));
    const { problems } = presentSection(section, settings, translateTo(locale), { section, typed: {}, errors });
    expect(problems.map(({ name }) => name)).toEqual(names);
    for (const { text } of problems) expect(text).toMatch(WITH_LABEL);
  }
});
