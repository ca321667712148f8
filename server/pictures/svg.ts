/** Shortest text of a number with at most `digits` decimals; never exponent, never `-0`. */
export function num(value: number, digits = 1): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a drawable number: ${value}`);
  const text = (Math.round(value * 10 ** digits) / 10 ** digits).toFixed(digits);
  const short = digits > 0 ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short.replace(/^(-?)0\./, '$1.');
}

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

/** Eight-digit colours keep a stop a third shorter than a separate `stop-opacity` does. */
export function stops(list: readonly Stop[]): string {
  return list
    .map(({ at, colour, opacity = 1 }) => `<stop offset="${num(at, 3)}" stop-color="${withAlpha(colour, opacity)}"/>`)
    .join('');
}

export function withAlpha(colour: string, opacity: number): string {
  if (opacity >= 1) return colour;
  const alpha = Math.round(Math.max(0, opacity) * 255);
  return colour + alpha.toString(16).padStart(2, '0');
}
