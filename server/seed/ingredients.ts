/** What stands on the demo bottles as their ingredients: by INCI names, and the Korean ones of the law. Pure. */
import type { AccordSlug, AccordWeights } from '../scent/accords';

type Ingredient = readonly [ko: string, en: string];

const LIMONENE = ['리모넨', 'Limonene'] as const;
const CITRAL = ['시트랄', 'Citral'] as const;
const LINALOOL = ['리날룰', 'Linalool'] as const;
const GERANIOL = ['제라니올', 'Geraniol'] as const;
const CITRONELLOL = ['시트로넬올', 'Citronellol'] as const;
const COUMARIN = ['쿠마린', 'Coumarin'] as const;
const EUGENOL = ['유제놀', 'Eugenol'] as const;
const CINNAMAL = ['신남알', 'Cinnamal'] as const;
const FARNESOL = ['파네솔', 'Farnesol'] as const;
const IONONE = ['알파-아이소메틸아이오논', 'Alpha-Isomethyl Ionone'] as const;
const HEXYL_CINNAMAL = ['헥실신남알', 'Hexyl Cinnamal'] as const;
const CITRONELLAL = ['하이드록시시트로넬알', 'Hydroxycitronellal'] as const;
const BENZYL_ALCOHOL = ['벤질알코올', 'Benzyl Alcohol'] as const;
const BENZYL_BENZOATE = ['벤질벤조에이트', 'Benzyl Benzoate'] as const;
const BENZYL_SALICYLATE = ['벤질살리실레이트', 'Benzyl Salicylate'] as const;
const OAK_MOSS = ['참나무이끼추출물', 'Evernia Prunastri Extract'] as const;

/** What of the perfume has to be named, by what it smells of. */
const NAMED: Readonly<Record<AccordSlug, readonly Ingredient[]>> = {
  citrus: [LIMONENE, CITRAL],
  fruity: [LIMONENE, LINALOOL],
  green: [LINALOOL, CITRONELLAL],
  aromatic: [LINALOOL, LIMONENE],
  tea: [LINALOOL, GERANIOL],
  marine: [HEXYL_CINNAMAL],
  ozonic: [CITRONELLAL],
  'white-floral': [BENZYL_SALICYLATE, FARNESOL],
  rose: [CITRONELLOL, GERANIOL],
  violet: [IONONE],
  iris: [IONONE],
  powdery: [COUMARIN, IONONE],
  musk: [HEXYL_CINNAMAL],
  milky: [BENZYL_ALCOHOL],
  vanilla: [COUMARIN, BENZYL_ALCOHOL],
  honey: [BENZYL_BENZOATE],
  amber: [COUMARIN, BENZYL_BENZOATE],
  'warm-spicy': [EUGENOL, CINNAMAL],
  'fresh-spicy': [LINALOOL, EUGENOL],
  woody: [FARNESOL],
  resinous: [BENZYL_BENZOATE, LIMONENE],
  mossy: [OAK_MOSS],
  earthy: [GERANIOL],
  leather: [OAK_MOSS, COUMARIN],
  smoky: [EUGENOL],
};

const ALWAYS: readonly Ingredient[] = [
  ['변성알코올', 'Alcohol Denat.'],
  ['향료', 'Parfum'],
  ['정제수', 'Aqua'],
];

/** The strongest accords' first, each once. */
export function ingredientsOf(accords: AccordWeights): { readonly ko: string; readonly en: string } {
  const strongest = (Object.entries(accords) as [AccordSlug, number][]).sort(([, a], [, b]) => b - a);
  const all = [...new Set([...ALWAYS, ...strongest.flatMap(([accord]) => NAMED[accord])])];
  return { ko: all.map(([ko]) => ko).join(', '), en: all.map(([, en]) => en).join(', ') };
}
