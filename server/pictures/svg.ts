/** Small pieces every drawing uses to write SVG. */

/** Shortest text of a number with at most `digits` decimals; never exponent, never `-0`. */
export function num(value: number, digits = 1): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a drawable number: ${value}`);
  const text = (Math.round(value * 10 ** digits) / 10 ** digits).toFixed(digits);
  const short = digits > 0 ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short.replace(/^(-?)0\./, '$1.');
}

/** Path data from a template: numbers are shortened, everything else is kept. */
export function path(strings: TemplateStringsArray, ...values: readonly number[]): string {
  return strings.reduce((text, part, index) => {
    const value = values[index];
    return text + part + (value === undefined ? '' : num(value));
  }, '');
}

export interface Stop {
  /** 0–1 along the gradient. */
  readonly at: number;
  readonly colour: string;
  readonly opacity?: number;
}

export function stops(list: readonly Stop[]): string {
  return list
    .map(({ at, colour, opacity = 1 }) => {
      const alpha = opacity < 1 ? ` stop-opacity="${num(opacity, 3)}"` : '';
      return `<stop offset="${num(at, 3)}" stop-color="${colour}"${alpha}/>`;
    })
    .join('');
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
