import { path } from '../svg';
import { labelBox, type Inset, type Shape } from './form';

export function facet(width: number, height: number): Shape {
  const [cutX, cutTop, cutBottom] = [width * 0.27, height * 0.2, height * 0.13];
  const points = (inset: Inset) => {
    const x = width / 2 - inset.side;
    const [top, bottom] = [-height + inset.side, -inset.base];
    const shoulder = cutX - inset.side * 0.42;
    return {
      topLeft: [-x + shoulder, top],
      upperLeft: [-x, top + cutTop - inset.side * 0.3],
      lowerLeft: [-x, bottom - cutBottom + inset.side * 0.3],
      bottomLeft: [-x + shoulder * 0.72, bottom],
    } as const;
  };
  const outline = (inset: Inset) => {
    const { topLeft, upperLeft, lowerLeft, bottomLeft } = points(inset);
    return path`M${topLeft[0]} ${topLeft[1]}H${-topLeft[0]}L${-upperLeft[0]} ${upperLeft[1]}V${lowerLeft[1]}L${-bottomLeft[0]} ${bottomLeft[1]}H${bottomLeft[0]}L${lowerLeft[0]} ${lowerLeft[1]}V${upperLeft[1]}Z`;
  };
  const bevel = { side: width * 0.13, base: height * 0.1 };
  const [out, cut] = [points({ side: 0, base: 0 }), points(bevel)];
  const mirror = ([x, y]: Point): Point => [-x, y];
  const quad = (a: Point, b: Point, c: Point, d: Point) =>
    path`M${a[0]} ${a[1]}L${b[0]} ${b[1]}L${c[0]} ${c[1]}L${d[0]} ${d[1]}Z`;
  const left = (from: Corner, to: Corner) => quad(out[from], out[to], cut[to], cut[from]);
  const right = (from: Corner, to: Corner) =>
    quad(mirror(out[from]), mirror(out[to]), mirror(cut[to]), mirror(cut[from]));
  const across = (at: Corner) => quad(out[at], mirror(out[at]), mirror(cut[at]), cut[at]);
  return {
    outline,
    leftEdge(inset) {
      const { upperLeft, lowerLeft } = points({ side: inset, base: inset });
      return path`M${upperLeft[0]} ${upperLeft[1] + 4}V${lowerLeft[1] - 4}`;
    },
    section: { round: false },
    fillY: -height * 0.81,
    label: labelBox(width * 0.46, height * 0.36, -height * 0.46),
    neckWidth: 66,
    cap: { width: 104, height: 108 },
    planes: [
      { path: left('topLeft', 'upperLeft'), kind: 'lit', opacity: 0.42 },
      { path: left('upperLeft', 'lowerLeft'), kind: 'lit', opacity: 0.16 },
      { path: left('lowerLeft', 'bottomLeft'), kind: 'shaded', opacity: 0.16 },
      { path: across('topLeft'), kind: 'lit', opacity: 0.26 },
      { path: right('topLeft', 'upperLeft'), kind: 'shaded', opacity: 0.1 },
      { path: right('upperLeft', 'lowerLeft'), kind: 'shaded', opacity: 0.2 },
      { path: right('lowerLeft', 'bottomLeft'), kind: 'lit', opacity: 0.3 },
      { path: across('bottomLeft'), kind: 'lit', opacity: 0.22 },
      { path: outline(bevel), kind: 'edge', opacity: 0.5 },
    ],
  };
}

type Point = readonly [x: number, y: number];
type Corner = 'topLeft' | 'upperLeft' | 'lowerLeft' | 'bottomLeft';
