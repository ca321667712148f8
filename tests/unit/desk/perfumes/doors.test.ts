/** What is typed into the form and what stands in a file are judged alike: one table of inputs, walked through both. */
import { planOf } from '../../../../server/desk/files/imports/plan';
import { readTable } from '../../../../server/desk/files/imports/reading';
import { emptyForm } from '../../../../server/desk/perfumes/editor/fill';
import { readPerfume } from '../../../../server/desk/perfumes/editor/validate';
import { entriesOf, PERFUME_FIELDS, VARIANT_FIELDS, type Field } from '../../../../server/store/perfumes';
import type { FormField, PerfumeField, VariantField } from '../../../../server/store/perfumes/model';

const now = new Date('2026-11-29T00:00:00Z');
const houses = [{ slug: 'ujeon', nameKo: '우전', nameEn: 'Ujeon', bottle: 'cylinder', cap: 'black' }] as const;
const notes = [
  { slug: 'rain', nameKo: '비', nameEn: 'Rain' },
  { slug: 'white-musk', nameKo: '화이트 머스크', nameEn: 'White Musk' },
];

const PERFUME: Readonly<Partial<Record<FormField, string>>> = {
  slug: 'first-snow',
  house: 'ujeon',
  name_ko: '첫눈',
  name_en: 'First Snow',
  year: '2026',
  concentration: 'eau-de-parfum',
  alcohol_percent: '78.5',
  family: 'powdery',
  notes_top: 'rain',
};
const VARIANT: Readonly<Partial<Record<VariantField, string>>> = { sku: 'SNOW-050', volume_ml: '50', price: '98000' };

/** In the form, what the row of a variant calls it. */
const ROW_NAMES = { sku: 'sku', volume_ml: 'ml', price: 'price', stock: 'stock', low_stock: 'low' } as const;
type RowField = keyof typeof ROW_NAMES;

type Judged = { readonly value: unknown } | { readonly code: string };

function byForm(name: FormField | RowField, typed: string): Judged {
  const fields = { ...emptyForm().fields, ...PERFUME, [name]: typed };
  const values: Readonly<Record<string, string | undefined>> = { ...VARIANT, [name]: typed };
  const row = Object.fromEntries(entriesOf(ROW_NAMES).map(([field, own]) => [own, values[field] ?? '']));
  const variants = [{ id: '', seen: '', state: 'selling', sku: '', ml: '', price: '', stock: '', low: '', ...row }];
  const choices = { houses, notes };
  const reading = readPerfume({ fields, accords: { powdery: '80' }, variants }, choices, 'ko', now);
  const place = name in ROW_NAMES ? `volume_${ROW_NAMES[name as RowField]}-0` : name;
  if (!reading.ok) return { code: reading.problems[place]?.code ?? JSON.stringify(reading.problems) };
  const { draft } = reading;
  return { value: name in ROW_NAMES ? draft.variants[0]?.[name as RowField] : draft[name as FormField] };
}

async function byFile(name: FormField | RowField, typed: string): Promise<Judged> {
  const perfume = { ...PERFUME, ...(name in PERFUME_FIELDS ? { [name]: typed } : {}) };
  const variant = { ...VARIANT, ...(name in ROW_NAMES ? { [name]: typed } : {}) };
  const all: [Field<unknown>, string | undefined][] = [
    ...entriesOf<PerfumeField, Field<unknown>>(PERFUME_FIELDS).map(
      ([field, one]): [Field<unknown>, string | undefined] => [
        one,
        { accords: 'powdery 80', ...perfume }[field as 'slug'],
      ],
    ),
    ...entriesOf<VariantField, Field<unknown>>(VARIANT_FIELDS).map(
      ([field, one]): [Field<unknown>, string | undefined] => [one, variant[field]],
    ),
  ];
  const said = all.filter(([, cell]) => cell !== undefined);
  const quoted = said.map(([, cell]) => `"${(cell ?? '').replaceAll('"', '""')}"`);
  const csv = `${said.map(([{ heading }]) => heading.en).join(',')}\r\n${quoted.join(',')}\r\n`;
  const none = { perfumes: new Map(), variants: new Map(), taken: new Map(), left: new Map(), lastPosition: 0 };
  const plan = planOf(await readTable(Buffer.from(csv)), { houses, notes, ...none }, { now, keepsStock: false });
  const [fault] = plan.faults;
  if (fault) return { code: fault.code };
  const made = plan.perfumes[0];
  const volume = plan.variants[0];
  if (name === 'slug') return { value: made?.slug };
  if (name === 'sku') return { value: volume?.sku };
  return { value: name in ROW_NAMES ? volume?.after[name as 'price'] : made?.after[name as 'year'] };
}

const taken = (value: unknown): Judged => ({ value });
const refused = (code: string): Judged => ({ code });

const INPUTS: readonly [FormField | RowField, string, Judged][] = [
  ['name_ko', '첫눈', taken('첫눈')],
  ['name_ko', '  첫눈  ', taken('첫눈')],
  ['name_ko', '가'.normalize('NFD'), taken('가')],
  ['name_ko', '', refused('required')],
  ['name_ko', '   ', refused('required')],
  ['name_ko', '가'.repeat(80), taken('가'.repeat(80))],
  ['name_ko', '가'.repeat(81), refused('long')],
  ['name_en', '🌧'.repeat(80), taken('🌧'.repeat(80))],
  ['name_ko', 'a\u202Eb', taken('ab')],
  ['name_ko', 'a\uFFFDb', refused('characters')],
  ['name_ko', '\u3164\u200B', refused('required')],
  ['name_ko', 'a\u0007b', refused('characters')],
  ['name_ko', 'a\nb', refused('characters')],
  ['story_ko', 'a\nb', taken('a\nb')],
  ['story_ko', 'a\r\nb', taken('a\nb')],
  ['story_ko', '', taken('')],
  ['story_ko', 'x'.repeat(5_000), taken('x'.repeat(5_000))],
  ['story_ko', 'x'.repeat(5_001), refused('long')],
  ['perfumer_en', '', taken('')],
  ['perfumer_en', 'x'.repeat(81), refused('long')],
  ['ingredients_ko', '변성알코올, 향료,\n리모넨', taken('변성알코올, 향료,\n리모넨')],
  ['ingredients_en', 'x'.repeat(3_001), refused('long')],
  ['slug', 'first-snow-2', taken('first-snow-2')],
  ['slug', 'First-Snow', taken('first-snow')],
  ['slug', 'first snow', refused('slug')],
  ['slug', '../../etc', refused('slug')],
  ['slug', 'a'.repeat(80), taken('a'.repeat(80))],
  ['slug', 'a'.repeat(81), refused('long')],
  ['house', 'ujeon', taken('ujeon')],
  ['house', 'nobody', refused('house')],
  ['house', '', refused('required')],
  ['year', '1900', taken(1900)],
  ['year', '２０２６', taken(2026)],
  ['year', '1899', refused('range')],
  ['year', '2101', refused('range')],
  ['year', 'soon', refused('whole')],
  ['year', '', refused('required')],
  ['alcohol_percent', '78.5', taken(78.5)],
  ['alcohol_percent', '78,5 %', taken(78.5)],
  ['alcohol_percent', '78.55', refused('decimal')],
  ['alcohol_percent', '101', refused('range')],
  ['concentration', 'parfum', taken('parfum')],
  ['concentration', '물', refused('choice')],
  ['family', 'woody', taken('woody')],
  ['family', '', refused('required')],
  ['notes_top', '비, white musk', taken(['rain', 'white-musk'])],
  ['notes_top', 'rain; 화이트머스크', taken(['rain', 'white-musk'])],
  ['notes_top', '비, rain', taken(['rain'])],
  ['notes_top', '돌', refused('note')],
  ['notes_base', '', taken([])],
  ['sku', 'UJN-SNOW-050', taken('UJN-SNOW-050')],
  ['sku', 'ujn-Snow_050/b.2', taken('ujn-Snow_050/b.2')],
  ['sku', '=cmd', refused('sku')],
  ['sku', '눈 50', refused('sku')],
  ['sku', 'A'.repeat(64), taken('A'.repeat(64))],
  ['sku', 'A'.repeat(65), refused('sku')],
  ['volume_ml', '1000', taken(1_000)],
  ['volume_ml', '0', refused('range')],
  ['volume_ml', '1001', refused('range')],
  ['price', '98,000', taken(98_000)],
  ['price', '98 000', taken(98_000)],
  ['price', '₩98,000', taken(98_000)],
  ['price', '98000원', taken(98_000)],
  ['price', '100000000', taken(100_000_000)],
  ['price', '100000001', refused('range')],
  ['price', '0', refused('range')],
  ['price', '-1', refused('range')],
  ['price', '', refused('required')],
  ['price', '1e9', refused('whole')],
  ['price', '1.5', refused('whole')],
  ['price', '9,8000', refused('whole')],
  ['stock', '0', taken(0)],
  ['stock', '-5', refused('range')],
  ['stock', '1000000', taken(1_000_000)],
  ['stock', '1000001', refused('range')],
  ['low_stock', '1000000', taken(1_000_000)],
  ['low_stock', '1000001', refused('range')],
];

test.each(INPUTS)('%s = %j is judged alike by form and file', async (name, typed, judged) => {
  expect({ form: byForm(name, typed), file: await byFile(name, typed) }).toEqual({ form: judged, file: judged });
});

test('every field that the form has is walked through both doors, or is one of several inputs', () => {
  const walked = new Set<string>(INPUTS.map(([name]) => name));
  const fields = [...Object.keys(PERFUME_FIELDS), ...Object.keys(VARIANT_FIELDS)];
  const twins = new Set(['story_en', 'perfumer_ko', 'notes_heart']);
  // Written by buttons at the desk, or, for accords, into a place each.
  const elsewhere = new Set(['accords', 'position', 'published_at', 'archived']);
  expect(fields.filter((name) => !walked.has(name) && !twins.has(name) && !elsewhere.has(name))).toEqual([]);
});
