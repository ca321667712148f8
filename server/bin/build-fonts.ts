// Cuts Noto Serif KR Light into the slices the pages load, by hand after names, notes or headings changed:
// `npm run build && node dist/server/bin/build-fonts.js`. Its output is committed.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ALARM_TEXTS } from '../alarms';
import { fontFaces, type FontSlice } from '../assets/font-faces';
import { findRoot } from '../config/paths';
import { DESK_TEXTS } from '../desk/texts';
import { fitFontOutlines } from '../pictures/truetype-outlines';
import { houses, notes } from '../seed';
import { STORE_TEXTS } from '../store/texts';
import { STOREFRONT_TEXTS } from '../storefront/texts';
import { WEB_TEXTS } from '../web/texts';

const korean = { ...STORE_TEXTS.ko, ...WEB_TEXTS.ko, ...ALARM_TEXTS.ko, ...STOREFRONT_TEXTS.ko, ...DESK_TEXTS.ko };

// Cutter and formatter are development dependencies: required where they are used, so that nothing else needs them.
type SubsetFont = (font: Buffer, text: string, options: object) => Promise<Buffer>;
interface Formatter {
  format(text: string, options: object): Promise<string>;
  resolveConfig(file: string): Promise<object | null>;
}

const root = findRoot();
const requireFrom = createRequire(__filename);
const packageDirectory = path.dirname(requireFrom.resolve('@fontsource/noto-serif-kr/package.json'));
const fontsDirectory = path.join(root, 'public', 'fonts');

/** What any page of the seeded shop may load: letters and core. */
const PAGE_LIMIT_BYTES = 60_000;

const LATIN =
  Array.from({ length: 95 }, (_, index) => String.fromCodePoint(0x20 + index)).join('') + '\u00a0©·×–—‘’“”…';
const ACCENTED = Array.from({ length: 64 }, (_, index) => String.fromCodePoint(0xc0 + index)).join('') + 'ŒœŸ';

const names = (): readonly string[] =>
  [...houses.flatMap((house) => [house, ...house.perfumes]), ...notes].map(({ name }) => name.ko);

/** Likely in headings to come, which should not fetch another slice. */
const LIKELY =
  '가나다라마바사아자차카타파하 후기 취향 결과 선물 포장 할인 쿠폰 공지 질문 답변 소식 계절 추천 오늘 내일 이번 지난 처음 다시 ' +
  '새로운 인기 한정 입고 재고 예약 방문 매장 시향 견본 묶음 구성 안내 완료 취소 실패 확인 감사합니다 고맙습니다 반갑습니다 좋은';

const isHangul = (character: string) => character >= '가' && character <= '힣';

const syllables = (texts: readonly string[], taken: ReadonlySet<string>): readonly string[] =>
  [...new Set(Array.from(texts.join('')).filter((one) => isHangul(one) && !taken.has(one)))].sort();

/** The 2,350 syllables of KS X 1001: rows 0xB0 to 0xC8 of EUC-KR, 94 to a row. */
function commonSyllables(): readonly string[] {
  const decoder = new TextDecoder('euc-kr');
  return Array.from({ length: 25 * 94 }, (_, index) =>
    decoder.decode(Uint8Array.of(0xb0 + Math.floor(index / 94), 0xa1 + (index % 94))),
  );
}

/** Most frequent first: the package's own slices are numbered from the rarest to the commonest. */
function byFrequency(list: readonly string[]): readonly string[] {
  const ranges = JSON.parse(readFileSync(path.join(packageDirectory, 'unicode.json'), 'utf8')) as Record<
    string,
    string
  >;
  const rank = new Map<string, number>();
  for (const [name, text] of Object.entries(ranges)) {
    const number = Number(/^\[(\d+)\]$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) continue;
    for (const range of text.split(',')) {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code += 1) {
        rank.set(String.fromCodePoint(code), number);
      }
    }
  }
  return [...list].sort((one, other) => (rank.get(other) ?? 0) - (rank.get(one) ?? 0));
}

const SERIF_ELEMENT =
  /<(h[123])\b[^>]*>([\s\S]*?)<\/\1>|<\w+[^>]*class="[^"]*\b(?:empty__title|card__name|line__name)\b[^"]*"[^>]*>([\s\S]*?)<\//g;
const TEXT_KEY = /text\(\s*'([\w-]+):([\w.-]+)'/g;

/** Of the views' own headings, and every text that is called a title: some reach their heading by way of a presenter. */
function headings(directory = path.join(root, 'views')): readonly string[] {
  const inner = readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.name.endsWith('.ejs'))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .flatMap((view) => [...view.matchAll(SERIF_ELEMENT)].map((match) => match[2] ?? match[3] ?? ''));
  const named = inner.flatMap((markup) =>
    [...markup.matchAll(TEXT_KEY)].map(([, feature, key]) => `${feature}.${key}`),
  );
  // Letters are read in a mail program, which never sees these files.
  const pages = Object.entries(korean).filter(([feature]) => !feature.endsWith('Letters'));
  return [...inner, ...named.flatMap(textOf), ...pages.flatMap(([, texts]) => titlesBelow(texts))];
}

function textOf(key: string): readonly string[] {
  let found: unknown = korean;
  for (const part of key.split('.')) {
    found = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[part] : undefined;
  }
  return typeof found === 'string' ? [found] : [];
}

function titlesBelow(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) =>
    typeof below === 'string' ? (/title$/i.test(name) ? [below] : []) : titlesBelow(below),
  );
}

/** In thousandths of an em: a fifth of a pixel in the largest heading. */
const FITTING = { tolerance: 2, grid: 2 };

const COMMON_IN_ONE = 100;
const RARE_IN_ONE = 120;

interface Plan extends FontSlice {
  readonly keepsKerning: boolean;
}

/** Rarest first: where two ranges overlap, a browser takes the one declared last. */
function plan(): readonly Plan[] {
  const taken = new Set<string>();
  const take = (list: readonly string[]) => {
    for (const one of list) taken.add(one);
    return list;
  };
  const named = (name: string, list: readonly string[]): Plan => ({
    name,
    characters: take(list),
    plainRange: false,
    keepsKerning: false,
  });
  const wanted = [
    { ...named('latin', Array.from(LATIN)), keepsKerning: true },
    { ...named('accented', Array.from(ACCENTED)), keepsKerning: true },
    named('core', syllables([...names(), ...headings(), LIKELY], taken)),
  ];
  const rest = byFrequency(commonSyllables().filter((one) => !taken.has(one)));
  const common = [0, 1, 2].map((index) =>
    named(`common-${index + 1}`, [...rest.slice(index * COMMON_IN_ONE, (index + 1) * COMMON_IN_ONE)].sort()),
  );
  const last = rest.slice(3 * COMMON_IN_ONE).sort();
  const rare = Array.from({ length: Math.ceil(last.length / RARE_IN_ONE) }, (_, index): Plan => {
    const characters = last.slice(index * RARE_IN_ONE, (index + 1) * RARE_IN_ONE);
    return { name: `rare-${String(index + 1).padStart(2, '0')}`, characters, plainRange: true, keepsKerning: false };
  });
  return [...rare, ...common.reverse(), ...wanted.reverse()];
}

async function main(): Promise<void> {
  const subsetFont = requireFrom('subset-font') as SubsetFont;
  const source = readFileSync(path.join(packageDirectory, 'files', 'noto-serif-kr-korean-300-normal.woff2'));
  mkdirSync(fontsDirectory, { recursive: true });
  for (const file of readdirSync(fontsDirectory)) rmSync(path.join(fontsDirectory, file));
  const slices = plan();
  const sizes = new Map<string, number>();
  for (const { name, characters, keepsKerning } of slices) {
    const options = {
      noHinting: true,
      // Syllables stand side by side and are never set upright: only letters keep a layout table.
      keepFeatures: keepsKerning ? ['kern'] : [],
      dropTables: ['BASE', 'GDEF', 'STAT', 'vhea', 'vmtx', 'gasp', 'prep', ...(keepsKerning ? [] : ['GPOS', 'GSUB'])],
    };
    const text = characters.join('');
    const cut = await subsetFont(source, text, { ...options, targetFormat: 'truetype' });
    const font = await subsetFont(fitFontOutlines(cut, FITTING), text, { ...options, targetFormat: 'woff2' });
    writeFileSync(path.join(fontsDirectory, `serif-${name}.woff2`), font);
    sizes.set(name, font.byteLength);
    console.log(`${name.padEnd(10)} ${String(characters.length).padStart(4)} characters ${font.byteLength} bytes`);
  }
  writeFileSync(path.join(fontsDirectory, 'ofl.txt'), readFileSync(path.join(packageDirectory, 'LICENSE')));
  const stylesheet = path.join(root, 'public', 'css', 'fonts.css');
  const formatter = requireFrom('prettier') as Formatter;
  const style = await formatter.resolveConfig(stylesheet);
  writeFileSync(stylesheet, await formatter.format(fontFaces(slices), { ...style, filepath: stylesheet }));
  const together = ['latin', 'core'].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  console.log(`any page of the seeded shop loads at most ${together} bytes of fonts; the limit is ${PAGE_LIMIT_BYTES}`);
  if (together > PAGE_LIMIT_BYTES) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
