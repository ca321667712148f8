import { ACCORD_SLUGS, type AccordSlug } from '../../../server/scent/accords';
import { BOTTLE_CAPS, BOTTLE_SHAPES } from '../../../server/scent/bottles';
import { CONCENTRATIONS, FAMILIES, type Concentration, type Family } from '../../../server/scent/families';
import { houses, notes } from '../../../server/seed/catalogue';
import type { SeedPerfume } from '../../../server/seed/catalogue/types';
import { ingredientsOf } from '../../../server/seed/ingredients';
import { houseRow, noteRow, perfumeRow, skuOf } from '../../../server/seed/rows';
import { createNames, entriesOf, PERFUME_FIELDS, VARIANT_FIELDS, type Field } from '../../../server/store/perfumes';

// A slice of the serif is cut to exactly the syllables of these names; more of them would not fit its budget.
const MAX_DISTINCT_NAME_SYLLABLES = 260;

const perfumes = houses.flatMap((house) => house.perfumes);
const variants = perfumes.flatMap((perfume) => perfume.variants);
const stories = [...houses, ...perfumes].map(({ slug, story }) => ({ slug, ...story }));

const duplicates = (values: readonly string[]): string[] => values.filter((value, i) => values.indexOf(value) !== i);
const slugsWhere = (wrong: (perfume: SeedPerfume) => boolean): string[] => perfumes.filter(wrong).map((p) => p.slug);
const notesOf = ({ notes: { top, heart, base } }: SeedPerfume): string[] => [...top, ...heart, ...base];
const accordsOf = ({ accords }: SeedPerfume): [AccordSlug, number][] =>
  Object.entries(accords) as [AccordSlug, number][];
const mainAccordOf = (perfume: SeedPerfume): AccordSlug => accordsOf(perfume).sort((a, b) => b[1] - a[1])[0]![0];
const sentencesOf = (text: string): string[] => text.split(/(?<=[.?]”?)\s+/);
const syllablesOf = (text: string): string[] => text.match(/[가-힣]/g) ?? [];

const MAIN_ACCORDS_OF_FAMILY: Record<Family, readonly AccordSlug[]> = {
  citrus: ['citrus'],
  aromatic: ['aromatic', 'tea'],
  green: ['green', 'tea'],
  aquatic: ['marine', 'ozonic'],
  floral: ['white-floral', 'rose', 'violet'],
  powdery: ['powdery', 'iris', 'musk'],
  fruity: ['fruity'],
  gourmand: ['milky', 'vanilla', 'honey'],
  amber: ['amber', 'vanilla', 'resinous'],
  spicy: ['warm-spicy', 'fresh-spicy'],
  woody: ['woody', 'resinous', 'earthy', 'smoky'],
  chypre: ['mossy'],
  leather: ['leather', 'smoky'],
};

/** What a nose would accept as the source of each accord: groups of notes, or notes by slug. */
const SOURCES_OF_ACCORD: Record<AccordSlug, string> = {
  citrus: 'group:citrus',
  fruity: 'group:fruit',
  green: 'violet-leaf fig-leaf tomato-leaf bamboo-leaf lotus-leaf fir-needle ivy cut-grass fern geranium',
  aromatic: 'group:herb chrysanthemum angelica',
  tea: 'green-tea black-tea smoked-tea matcha roasted-barley',
  marine: 'sea-salt sea-breeze seaweed ambergris driftwood',
  ozonic: 'rain dew cold-air snow sea-breeze',
  'white-floral':
    'gardenia jasmine lotus water-lily plum-blossom tangerine-blossom acacia-blossom honeysuckle magnolia lilac',
  rose: 'rose peony geranium',
  violet: 'violet violet-leaf kudzu-blossom',
  iris: 'orris',
  powdery: 'face-powder orris heliotrope mimosa rice almond tonka-bean cotton-flower soap',
  musk: 'white-musk musk ambergris wool',
  milky: 'milk cream butter rice coconut sandalwood fig',
  vanilla: 'vanilla tonka-bean benzoin',
  honey: 'honey beeswax date maple-sap whisky acacia-blossom',
  amber: 'amber labdanum benzoin opoponax ambergris',
  'warm-spicy': 'cinnamon clove nutmeg star-anise saffron carnation',
  'fresh-spicy': 'black-pepper pink-pepper chopi-pepper cardamom ginger coriander-seed juniper-berry',
  woody: 'group:wood vetiver',
  resinous: 'pine-resin frankincense myrrh benzoin labdanum elemi opoponax birch-tar camphor',
  mossy: 'moss oakmoss',
  earthy: 'wet-earth patchouli vetiver orris pine-mushroom kudzu-root carrot',
  leather: 'leather suede birch-tar saffron',
  smoky: 'charcoal birch-tar smoked-tea guaiac-wood frankincense tobacco ink coffee',
};

describe('the demo catalogue as a whole', () => {
  test('has at least 8 houses, 64 perfumes and 96 notes', () => {
    expect(houses.length).toBeGreaterThanOrEqual(8);
    expect(perfumes.length).toBeGreaterThanOrEqual(64);
    expect(notes.length).toBeGreaterThanOrEqual(96);
    expect(houses.filter((house) => house.perfumes.length !== 8)).toEqual([]);
  });

  test('repeats no slug and no name in either language', () => {
    for (const list of [houses, perfumes, notes]) {
      expect(duplicates(list.map((item) => item.slug))).toEqual([]);
      expect(duplicates(list.map((item) => item.name.ko))).toEqual([]);
      expect(duplicates(list.map((item) => item.name.en))).toEqual([]);
      expect(list.filter((item) => !/^[a-z]+(-[a-z]+)*$/.test(item.slug))).toEqual([]);
    }
  });

  test('makes each perfume’s slug from its English name', () => {
    const kebab = (name: string): string => name.toLowerCase().replace(/’/g, '').replace(/ /g, '-');
    expect(slugsWhere(({ slug, name }) => slug !== kebab(name.en))).toEqual([]);
  });

  test('gives every variant a SKU of its own', () => {
    expect(duplicates(houses.map((house) => house.skuPrefix))).toEqual([]);
    expect(houses.filter((house) => !/^[A-Z]{3}$/.test(house.skuPrefix))).toEqual([]);
    const skus = houses.flatMap((house) =>
      house.perfumes.flatMap((perfume) => perfume.variants.map((v) => skuOf(house, perfume, v.volumeMl))),
    );
    expect(duplicates(skus)).toEqual([]);
    expect(skus.filter((sku) => !/^[A-Z]{3}(-[A-Z]+)+-\d{3}$/.test(sku))).toEqual([]);
  });

  test('gives each house a bottle of its own, and leaves the vial to samples', () => {
    const shapes = houses.map((house) => house.bottle);
    expect(duplicates(shapes)).toEqual([]);
    expect(shapes).not.toContain('vial');
    expect(shapes.filter((shape) => !BOTTLE_SHAPES.includes(shape))).toEqual([]);
    expect(houses.filter((house) => !BOTTLE_CAPS.includes(house.cap))).toEqual([]);
  });

  test('keeps to one to three perfumers a house, none of whom works for two', () => {
    const staff = houses.map((house) => [...new Set(house.perfumes.map((p) => p.perfumer.en))]);
    expect(staff.filter((names) => names.length < 1 || names.length > 3)).toEqual([]);
    expect(duplicates(staff.flat())).toEqual([]);
  });
});

describe('the catalogue’s words', () => {
  test('set all Korean perfume and house names with few distinct syllables', () => {
    const distinct = new Set([...houses, ...perfumes].flatMap(({ name }) => syllablesOf(name.ko)));
    expect(distinct.size).toBeLessThanOrEqual(MAX_DISTINCT_NAME_SYLLABLES);
  });

  test('name perfumes in two to seven syllables; only ink stands alone', () => {
    const count = ({ name }: SeedPerfume): number => syllablesOf(name.ko).length;
    expect(slugsWhere((p) => count(p) < 2 || count(p) > 7)).toEqual(['ink']);
  });

  test('write names in their own script', () => {
    const named = [...houses, ...perfumes, ...notes].map((item) => item.name);
    const all = [...named, ...perfumes.map((perfume) => perfume.perfumer)];
    expect(all.filter(({ ko }) => !/^[가-힣]+( [가-힣]+)*$/.test(ko))).toEqual([]);
    expect(all.filter(({ en }) => !/^[A-Za-z&’-]+( [A-Za-z&’-]+)*$/.test(en))).toEqual([]);
  });

  test('write stories in their own script, with no exclamation mark and no stray space', () => {
    expect(stories.filter(({ ko }) => !/^[가-힣0-9“”.,? ]+$/.test(ko))).toEqual([]);
    expect(stories.filter(({ en }) => !/^[A-Za-z0-9“”’.,:;?& -]+$/.test(en))).toEqual([]);
    expect(stories.filter(({ ko, en }) => / {2}|^ | $/.test(ko + '\n' + en))).toEqual([]);
  });

  test.each(['ko', 'en'] as const)('tell each story in two to four sentences (%s)', (language) => {
    const lengths = stories.map((story) => ({ slug: story.slug, count: sentencesOf(story[language]).length }));
    expect(lengths.filter(({ count }) => count < 2 || count > 4)).toEqual([]);
  });

  test('end every Korean sentence in 해요체', () => {
    const ends = stories.flatMap(({ ko }) => sentencesOf(ko));
    expect(ends.filter((sentence) => !/(요|죠)[.?]”?$/.test(sentence))).toEqual([]);
  });

  test.each(['ko', 'en'] as const)('open no two stories with the same two words (%s)', (language) => {
    const openings = stories.map((story) => story[language].split(' ').slice(0, 2).join(' '));
    expect(duplicates(openings)).toEqual([]);
  });

  test.each(['ko', 'en'] as const)('say no sentence twice (%s)', (language) => {
    expect(duplicates(stories.flatMap((story) => sentencesOf(story[language])))).toEqual([]);
  });
});

describe('each perfume’s composition', () => {
  test('lists 6 to 12 notes on three levels, all known, none twice', () => {
    const known = new Set(notes.map((note) => note.slug));
    expect(slugsWhere((p) => notesOf(p).length < 6 || notesOf(p).length > 12)).toEqual([]);
    expect(slugsWhere((p) => Object.values(p.notes).some((level) => level.length === 0))).toEqual([]);
    expect(slugsWhere((p) => duplicates(notesOf(p)).length > 0)).toEqual([]);
    expect(perfumes.flatMap(notesOf).filter((slug) => !known.has(slug))).toEqual([]);
  });

  test('leaves no note without a perfume', () => {
    const used = new Set(perfumes.flatMap(notesOf));
    expect(notes.filter((note) => !used.has(note.slug)).map((note) => note.slug)).toEqual([]);
  });

  test('weighs 3 to 6 accords, one of them plainly strongest and listed first', () => {
    for (const perfume of perfumes) {
      const weights = accordsOf(perfume).map(([, weight]) => weight);
      expect(weights.length).toBeGreaterThanOrEqual(3);
      expect(weights.length).toBeLessThanOrEqual(6);
      expect(weights).toEqual([...new Set(weights)].sort((a, b) => b - a));
      expect(weights.every((weight) => Number.isInteger(weight) && weight >= 1 && weight <= 100)).toBe(true);
      expect(weights[0]).toBeGreaterThanOrEqual(70);
    }
  });

  test('uses every accord in at least three perfumes', () => {
    const uses = (accord: AccordSlug): number => perfumes.filter((p) => p.accords[accord] !== undefined).length;
    expect(ACCORD_SLUGS.filter((accord) => uses(accord) < 3)).toEqual([]);
  });

  test('lets most accords lead a perfume, and none lead a crowd', () => {
    const leads = ACCORD_SLUGS.map((accord) => perfumes.filter((p) => mainAccordOf(p) === accord).length);
    expect(leads.filter((count) => count > 0).length).toBeGreaterThanOrEqual(20);
    expect(Math.max(...leads)).toBeLessThanOrEqual(perfumes.length / 10);
  });

  test('describes no two perfumes with the same accords in the same order', () => {
    const orders = perfumes.map((p) =>
      accordsOf(p)
        .map(([slug]) => slug)
        .join(),
    );
    expect(duplicates(orders)).toEqual([]);
  });

  test('belongs to the family of its strongest accord, and every family has a perfume', () => {
    expect(slugsWhere((p) => !MAIN_ACCORDS_OF_FAMILY[p.family].includes(mainAccordOf(p)))).toEqual([]);
    expect(new Set(perfumes.map((p) => p.family)).size).toBe(Object.keys(FAMILIES).length);
  });

  test('has a note to account for each of its accords', () => {
    const groupOf = new Map(notes.map((note) => [note.slug, `group:${note.group}`]));
    const unexplained = perfumes.flatMap((perfume) =>
      accordsOf(perfume)
        .filter(([accord]) => {
          const sources = SOURCES_OF_ACCORD[accord].split(' ');
          return !notesOf(perfume).some((slug) => sources.includes(slug) || sources.includes(groupOf.get(slug)!));
        })
        .map(([accord]) => `${perfume.slug}: ${accord}`),
    );
    expect(unexplained).toEqual([]);
  });

  test('has a plausible year and an alcohol content that suits its concentration', () => {
    const plausible: Record<Concentration, readonly [number, number]> = {
      parfum: [60, 73],
      'eau-de-parfum': [73, 80],
      'eau-de-toilette': [78, 85],
      'eau-de-cologne': [70, 85],
    };
    expect(slugsWhere(({ year }) => !Number.isInteger(year) || year < 2009 || year > 2026)).toEqual([]);
    expect(slugsWhere(({ alcoholPercent: p }) => !Number.isInteger(p * 10))).toEqual([]);
    expect(
      slugsWhere(({ concentration, alcoholPercent }) => {
        const [low, high] = plausible[concentration];
        return alcoholPercent < low || alcoholPercent > high;
      }),
    ).toEqual([]);
    expect(new Set(perfumes.map((p) => p.concentration)).size).toBe(Object.keys(CONCENTRATIONS).length);
  });

  test('keeps Mukjae’s promise of no more than one perfume a year', () => {
    const mukjae = houses.find((house) => house.slug === 'mukjae')!;
    expect(duplicates(mukjae.perfumes.map((p) => String(p.year)))).toEqual([]);
  });
});

describe('what is for sale', () => {
  test('comes in two to four of the usual sizes, smallest first', () => {
    for (const perfume of perfumes) {
      const volumes = perfume.variants.map((variant) => variant.volumeMl);
      expect(volumes.length).toBeGreaterThanOrEqual(2);
      expect(volumes).toEqual([10, 30, 50, 100].filter((size) => volumes.includes(size)));
    }
  });

  test('costs whole thousands of won, and less per millilitre in a larger bottle', () => {
    expect(variants.filter(({ price }) => price % 1000 !== 0 || price < 28_000 || price > 320_000)).toEqual([]);
    for (const perfume of perfumes) {
      perfume.variants.slice(1).forEach((larger, i) => {
        const smaller = perfume.variants[i]!;
        expect(larger.price).toBeGreaterThan(smaller.price);
        expect(larger.price / larger.volumeMl).toBeLessThan(smaller.price / smaller.volumeMl);
      });
    }
  });

  test('says of each perfume what is in it: one name for each ingredient in both languages, none twice', () => {
    for (const { slug, accords } of perfumes) {
      const [ko, en] = (['ko', 'en'] as const).map((locale) => ingredientsOf(accords)[locale].split(', '));
      expect([slug, ko!.length, new Set(ko).size, new Set(en).size]).toEqual([
        slug,
        en!.length,
        en!.length,
        ko!.length,
      ]);
      expect(ko!.slice(0, 3)).toEqual(['변성알코올', '향료', '정제수']);
      expect(ko!.length).toBeGreaterThan(4);
    }
  });

  test('is mostly in stock: some sizes are sold out or nearly, two perfumes at most are gone', () => {
    expect(variants.filter(({ stock }) => !Number.isInteger(stock) || stock < 0 || stock > 60)).toEqual([]);
    expect(variants.filter(({ stock }) => stock === 0).length).toBeGreaterThanOrEqual(5);
    expect(variants.filter(({ stock }) => stock >= 1 && stock <= 3).length).toBeGreaterThanOrEqual(5);
    expect(slugsWhere((p) => p.variants.every(({ stock }) => stock === 0)).length).toBeLessThanOrEqual(2);
  });

  test('includes After Rain at the price the shop window shows', () => {
    const afterRain = perfumes.find((p) => p.slug === 'after-rain');
    expect(afterRain?.variants.find((v) => v.volumeMl === 50)?.price).toBe(98_000);
  });
});

test('every value is one that the desk would take, and keep as it is', () => {
  const now = new Date('2026-11-29T00:00:00Z');
  const named = (all: readonly { slug: string; name: { ko: string; en: string } }[]) =>
    createNames(all.map(({ slug, name }) => ({ slug, nameKo: name.ko, nameEn: name.en })));
  const known = { houses: named(houses), notes: named(notes), now };
  /** Of what is no value of such a table nothing is said. */
  const unlike = (fields: Readonly<Record<string, Field<unknown>>>, values: object): unknown[] =>
    entriesOf(values as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
      const type = fields[name]?.type;
      if (!type) return [];
      const read = type.read(String(type.write(value, known)), known);
      return JSON.stringify(read) === JSON.stringify(value) ? [] : [[name, value, read]];
    });
  const pictures = { picture: 'x', aura: 'x' };
  const rows = houses.flatMap((house) =>
    house.perfumes.map((perfume) => perfumeRow(house, perfume, { position: 1, pictures, publishedAt: now })),
  );
  for (const { values, variants: sizes = [] } of rows) {
    expect(unlike(PERFUME_FIELDS, values)).toEqual([]);
    for (const variant of sizes) expect(unlike(VARIANT_FIELDS, variant)).toEqual([]);
  }
  const { name_ko, name_en, story_ko, story_en, slug } = PERFUME_FIELDS;
  for (const [at, house] of houses.entries()) {
    expect(unlike({ name_ko, name_en, story_ko, story_en, slug }, houseRow(house, at))).toEqual([]);
  }
  for (const note of notes) expect(unlike({ name_ko, name_en, slug }, noteRow(note))).toEqual([]);
});
