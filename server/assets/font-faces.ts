export interface FontSlice {
  readonly name: string;
  readonly characters: readonly string[];
  /** One range from the first to the last character: short, and right as long as finer slices are declared later. */
  readonly plainRange: boolean;
}

export const SERIF = 'Essence Serif';

/** Of Noto Serif KR, in ems: what the fallbacks are fitted to. */
const METRICS = { ascent: 1.151, descent: 0.286, hangulWidth: 0.966, latinWidth: 0.4919 };

interface Fallback {
  readonly local: readonly string[];
  readonly script: 'hangul' | 'latin';
  /** Width of a syllable, or mean width of English text by letter frequency, in ems. */
  readonly width: number;
}

/** Worst first: where two fit, a browser takes the one declared last. */
const FALLBACKS: readonly Fallback[] = [
  { local: ['Batang', '바탕'], script: 'hangul', width: 1 },
  { local: ['AppleMyungjo'], script: 'hangul', width: 1 },
  { local: ['Nanum Myeongjo', 'NanumMyeongjo'], script: 'hangul', width: 0.95 },
  {
    local: ['Noto Serif CJK KR Light', 'NotoSerifCJKkr-Light', 'Noto Serif CJK KR', 'NotoSerifCJKkr-Regular'],
    script: 'hangul',
    width: 0.966,
  },
  {
    local: ['Times New Roman', 'TimesNewRomanPSMT', 'Liberation Serif', 'LiberationSerif'],
    script: 'latin',
    width: 0.4049,
  },
];

const SCRIPTS = {
  hangul: 'U+1100-11FF, U+3000-303F, U+3130-318F, U+AC00-D7A3',
  latin: 'U+0020-024F, U+2000-206F',
} as const;

const hex = (code: number) => code.toString(16).toUpperCase();

export function unicodeRange({ characters, plainRange }: FontSlice): string {
  const codes = characters.map((one) => one.codePointAt(0) ?? 0).sort((one, other) => one - other);
  const [first = 0, last = 0] = [codes[0], codes.at(-1)];
  if (plainRange) return `U+${hex(first)}-${hex(last)}`;
  const ranges: [from: number, to: number][] = [];
  for (const code of codes) {
    const range = ranges.at(-1);
    if (range && code === range[1] + 1) range[1] = code;
    else ranges.push([code, code]);
  }
  return ranges.map(([from, to]) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ''}`).join(', ');
}

const percent = (share: number) => `${Number((share * 100).toFixed(2))}%`;

function fallbackFace({ local, script, width }: Fallback): string {
  const fit = (script === 'hangul' ? METRICS.hangulWidth : METRICS.latinWidth) / width;
  // The overrides are scaled by size-adjust too, so they are divided by it first.
  return `@font-face {
  font-family: '${SERIF} Fallback';
  src: ${local.map((name) => `local('${name}')`).join(', ')};
  unicode-range: ${SCRIPTS[script]};
  size-adjust: ${percent(fit)};
  ascent-override: ${percent(METRICS.ascent / fit)};
  descent-override: ${percent(METRICS.descent / fit)};
  line-gap-override: 0%;
}`;
}

function sliceFace(slice: FontSlice): string {
  return `@font-face {
  font-family: '${SERIF}';
  font-weight: 300;
  font-display: swap;
  src: url('../fonts/serif-${slice.name}.woff2') format('woff2');
  unicode-range: ${unicodeRange(slice)};
}`;
}

/** @param slices in the order of declaration: of overlapping ranges the last one wins */
export function fontFaces(slices: readonly FontSlice[]): string {
  const header = `/* Written by server/bin/build-fonts.ts. Noto Serif KR Light, under the licence in ../fonts/ofl.txt. */`;
  return `${[header, ...FALLBACKS.map(fallbackFace), ...slices.map(sliceFace)].join('\n\n')}\n`;
}
