/** SVG markup; the same numbers are the same bytes. Classes give the colours, so that they follow the scheme. */
export interface Bar {
  readonly title: string;
  readonly value: number;
  readonly before: number | null;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly bars: readonly Bar[];
}

export interface Drawn {
  readonly svg: string;
  readonly top: number;
  readonly bottom: number;
}

const WIDTH = 1000;
const HEIGHT = 300;
const ROUND: readonly number[] = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
/** Of a bar's place, left free. */
const GAP = 0.28;

export function drawChart({ id, title, description, bars }: Chart): Drawn {
  const values = bars.flatMap(({ value, before }) => [value, before ?? 0]);
  const top = niceAbove(Math.max(0, ...values));
  const bottom = -niceAbove(Math.max(0, ...values.map((value) => -value)), 0);
  const y = (value: number): number => ((top - value) / (top - bottom)) * HEIGHT;
  const place = WIDTH / Math.max(1, bars.length);
  const marks = bars.map((bar, at) => drawBar(bar, { x: at * place, width: place, y })).join('');
  const zero = `<line class="chart__zero" x1="0" x2="${WIDTH}" y1="${round(y(0))}" y2="${round(y(0))}"/>`;
  const svg =
    `<svg class="chart__svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"` +
    ` aria-labelledby="${id}-title ${id}-text"><title id="${id}-title">${escape(title)}</title>` +
    `<desc id="${id}-text">${escape(description)}</desc>${gridOf(y, top, bottom)}${marks}${zero}</svg>`;
  return { svg, top, bottom };
}

interface Place {
  readonly x: number;
  readonly width: number;
  readonly y: (value: number) => number;
}

function drawBar({ title, value, before }: Bar, { x, width, y }: Place): string {
  const left = round(x + (width * GAP) / 2);
  const wide = round(width * (1 - GAP));
  const box = `x="${left}" width="${wide}" y="${round(Math.min(y(value), y(0)))}" height="${round(Math.abs(y(value) - y(0)))}"`;
  const mark =
    before === null
      ? ''
      : `<line class="chart__before" x1="${round(x)}" x2="${round(x + width)}" y1="${round(y(before))}" y2="${round(y(before))}"/>`;
  return `<g><title>${escape(title)}</title><rect class="chart__place" x="${round(x)}" width="${round(width)}" y="0" height="${HEIGHT}"/><rect class="chart__bar" ${box}/>${mark}</g>`;
}

function gridOf(y: (value: number) => number, top: number, bottom: number): string {
  return [top, top / 2, bottom]
    .filter((value) => value !== 0)
    .map((value) => `<line class="chart__grid" x1="0" x2="${WIDTH}" y1="${round(y(value))}" y2="${round(y(value))}"/>`)
    .join('');
}

export function niceAbove(value: number, least = 1): number {
  if (value <= 0) return least;
  const power = 10 ** Math.floor(Math.log10(value));
  return (ROUND.find((step) => step * power >= value) ?? 10) * power;
}

const round = (value: number): number => Math.round(value * 100) / 100;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
