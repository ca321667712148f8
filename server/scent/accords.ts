/** Shown as bars and as the aura: a new accord needs a colour (`server/pictures/accord-colours.ts`) first. */
export const ACCORDS = {
  citrus: { ko: '시트러스', en: 'Citrus' },
  fruity: { ko: '과일', en: 'Fruity' },
  green: { ko: '풀잎', en: 'Green' },
  aromatic: { ko: '허브', en: 'Aromatic' },
  tea: { ko: '차', en: 'Tea' },
  marine: { ko: '바다', en: 'Marine' },
  ozonic: { ko: '맑은 공기', en: 'Ozonic' },
  'white-floral': { ko: '흰 꽃', en: 'White floral' },
  rose: { ko: '장미', en: 'Rose' },
  violet: { ko: '제비꽃', en: 'Violet' },
  iris: { ko: '아이리스', en: 'Iris' },
  powdery: { ko: '파우더', en: 'Powdery' },
  musk: { ko: '머스크', en: 'Musk' },
  milky: { ko: '우유', en: 'Milky' },
  vanilla: { ko: '바닐라', en: 'Vanilla' },
  honey: { ko: '꿀', en: 'Honey' },
  amber: { ko: '앰버', en: 'Amber' },
  'warm-spicy': { ko: '따뜻한 향신료', en: 'Warm spicy' },
  'fresh-spicy': { ko: '상쾌한 향신료', en: 'Fresh spicy' },
  woody: { ko: '나무', en: 'Woody' },
  resinous: { ko: '송진', en: 'Resinous' },
  mossy: { ko: '이끼', en: 'Mossy' },
  earthy: { ko: '흙', en: 'Earthy' },
  leather: { ko: '가죽', en: 'Leather' },
  smoky: { ko: '연기', en: 'Smoky' },
} as const satisfies Record<string, { readonly ko: string; readonly en: string }>;

export type AccordSlug = keyof typeof ACCORDS;

export const ACCORD_SLUGS = Object.keys(ACCORDS) as readonly AccordSlug[];

/** Strength of an accord within one perfume: an integer from 1 to 100. */
export type AccordWeights = Readonly<Partial<Record<AccordSlug, number>>>;
