/** Fragrance families, after the order in which perfumery teaches them: from fresh to warm. */
export const FAMILIES = {
  citrus: { ko: '시트러스', en: 'Citrus' },
  aromatic: { ko: '아로마틱', en: 'Aromatic' },
  green: { ko: '그린', en: 'Green' },
  aquatic: { ko: '아쿠아틱', en: 'Aquatic' },
  floral: { ko: '플로럴', en: 'Floral' },
  powdery: { ko: '파우더리', en: 'Powdery' },
  fruity: { ko: '프루티', en: 'Fruity' },
  gourmand: { ko: '구르망', en: 'Gourmand' },
  amber: { ko: '앰버', en: 'Amber' },
  spicy: { ko: '스파이시', en: 'Spicy' },
  woody: { ko: '우디', en: 'Woody' },
  chypre: { ko: '시프레', en: 'Chypre' },
  leather: { ko: '레더', en: 'Leather' },
} as const satisfies Record<string, { readonly ko: string; readonly en: string }>;

export type Family = keyof typeof FAMILIES;

export const CONCENTRATIONS = {
  parfum: { ko: '퍼퓸', en: 'Parfum' },
  'eau-de-parfum': { ko: '오 드 퍼퓸', en: 'Eau de parfum' },
  'eau-de-toilette': { ko: '오 드 투알렛', en: 'Eau de toilette' },
  'eau-de-cologne': { ko: '오 드 콜로뉴', en: 'Eau de cologne' },
} as const satisfies Record<string, { readonly ko: string; readonly en: string }>;

export type Concentration = keyof typeof CONCENTRATIONS;
