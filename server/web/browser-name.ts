/** A browser as a person knows it, from what it says of itself: `Chrome, Windows`. For her list of sessions only. */
type Sign = readonly [name: string, pattern: RegExp];

/** From the narrower to the wider: nearly all of them also say that they are Safari. */
const BROWSERS: readonly Sign[] = [
  ['KakaoTalk', /KAKAOTALK/],
  ['Naver', /NAVER\(|\bWhale\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Edge', /\bEdg(A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
];

const SYSTEMS: readonly Sign[] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux|X11/],
];

const nameIn = (signs: readonly Sign[], userAgent: string): string | undefined =>
  signs.find(([, pattern]) => pattern.test(userAgent))?.[0];

/** @returns '' for what says nothing that we know */
export const browserName = (userAgent: string): string =>
  [nameIn(BROWSERS, userAgent), nameIn(SYSTEMS, userAgent)].filter(Boolean).join(', ');
