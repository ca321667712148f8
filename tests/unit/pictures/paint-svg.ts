/** Paints the aura of a finished picture from nothing but its SVG text, so that what is measured is what is drawn. */
import { byId, parseSvg, type Element } from './parse-svg';

interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

interface Stop extends Rgb {
  readonly at: number;
  readonly alpha: number;
}

/** Colours in the middles of columns × rows equal patches, row by row. Grain and bottle are left out. */
export function paintAura(svg: string, columns: number, rows: number): readonly Rgb[] {
  const root = parseSvg(svg);
  const [, , width = 0, height = 0] = (root.attributes.viewBox ?? '').split(' ').map(Number);
  const layers = byId(root, 'a').children.map((shape) => layer(root, shape, height));
  return Array.from({ length: columns * rows }, (_, index) => {
    const x = (((index % columns) + 0.5) * width) / columns;
    const y = ((Math.floor(index / columns) + 0.5) * height) / rows;
    return layers.reduce<Rgb>((under, paint) => over(under, paint(x, y)), { r: 0, g: 0, b: 0 });
  });
}

type Layer = (x: number, y: number) => Omit<Stop, 'at'>;

function layer(root: Element, shape: Element, height: number): Layer {
  const gradient = byId(root, /url\(#(.+)\)/.exec(shape.attributes.fill ?? '')?.[1] ?? '');
  const stops = gradient.children.map(stop);
  if (shape.name === 'rect') return (_x, y) => colourAt(stops, y / height);
  const [, cx, cy, turn] = /translate\((\S+) (\S+)\)rotate\((\S+)\)/.exec(shape.attributes.transform ?? '') ?? [];
  const angle = (-Number(turn) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => {
    const [dx, dy] = [x - Number(cx), y - Number(cy)];
    const away = Math.hypot(
      (dx * cos - dy * sin) / Number(shape.attributes.rx),
      (dx * sin + dy * cos) / Number(shape.attributes.ry),
    );
    return away >= 1 ? { r: 0, g: 0, b: 0, alpha: 0 } : colourAt(stops, away);
  };
}

function stop({ attributes }: Element): Stop {
  const hex = attributes['stop-color'] ?? '';
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return {
    at: Number(attributes.offset),
    r: channel(1),
    g: channel(3),
    b: channel(5),
    alpha: hex.length > 7 ? channel(7) : 1,
  };
}

function colourAt(stops: readonly Stop[], at: number): Omit<Stop, 'at'> {
  const next = stops.findIndex((one) => one.at >= at);
  const to = stops.at(next)!;
  if (next <= 0) return next === 0 ? to : stops.at(-1)!;
  const from = stops[next - 1]!;
  const share = (at - from.at) / (to.at - from.at);
  const mixed = (key: 'r' | 'g' | 'b' | 'alpha') => from[key] + (to[key] - from[key]) * share;
  return { r: mixed('r'), g: mixed('g'), b: mixed('b'), alpha: mixed('alpha') };
}

function over(under: Rgb, { r, g, b, alpha }: Omit<Stop, 'at'>): Rgb {
  const channel = (from: number, to: number) => from + (to - from) * alpha;
  return { r: channel(under.r, r), g: channel(under.g, g), b: channel(under.b, b) };
}
