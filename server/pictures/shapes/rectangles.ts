import { path } from '../svg';
import { labelBox, type Inset, type Shape } from './form';

interface Corners {
  readonly top: number;
  readonly bottom: number;
  /** How far the base bulges towards the viewer: round bottles seen from slightly above. */
  readonly bulge: number;
}

function walls(width: number, height: number, corners: Corners) {
  const outline = ({ side, base }: Inset) => {
    const x = width / 2 - side;
    const [top, bottom] = [-height + side, -base];
    const [r, q] = [Math.max(4, corners.top - side), Math.max(3, corners.bottom - side * 0.6)];
    const bulge = corners.bulge;
    return path`M${-x} ${top + r}Q${-x} ${top} ${-x + r} ${top}H${x - r}Q${x} ${top} ${x} ${top + r}V${bottom - q}Q${x} ${bottom} ${x - q} ${bottom}Q0 ${bottom + bulge * 2} ${-x + q} ${bottom}Q${-x} ${bottom} ${-x} ${bottom - q}Z`;
  };
  const leftEdge = (inset: number) => {
    const x = -width / 2 + inset;
    const r = Math.max(2, corners.top - inset);
    return path`M${x + r * 0.35} ${-height + inset + r * 0.3}Q${x} ${-height + inset + r * 0.55} ${x} ${-height + inset + r}V${-inset - corners.bottom - 16}`;
  };
  return { outline, leftEdge };
}

const round = (width: number) =>
  ({ round: true, halfWidthAt: (_y: number, inset: number) => width / 2 - inset }) as const;

export function cylinder(width: number, height: number): Shape {
  return {
    ...walls(width, height, { top: width * 0.24, bottom: 15, bulge: 4 }),
    section: round(width),
    fillY: -height * 0.8,
    label: labelBox(width * 0.56, height * 0.37, -height * 0.4),
    neckWidth: 66,
    cap: { width: 104, height: 118 },
  };
}

export function slab(width: number, height: number): Shape {
  return {
    ...walls(width, height, { top: 13, bottom: 9, bulge: 0 }),
    section: { round: false },
    fillY: -height * 0.84,
    label: labelBox(width * 0.48, height * 0.4, -height * 0.46),
    neckWidth: 70,
    cap: { width: 131, height: 108 },
  };
}

export function column(width: number, height: number): Shape {
  return {
    ...walls(width, height, { top: 10, bottom: 7, bulge: 0 }),
    section: { round: false },
    fillY: -height * 0.86,
    label: labelBox(width * 0.66, height * 0.34, -height * 0.44),
    neckWidth: 63,
    cap: { width: 108, height: 104 },
    flutes: 8,
  };
}

export function vial(width: number, height: number): Shape {
  return {
    ...walls(width, height, { top: 16, bottom: 14, bulge: 2 }),
    section: round(width),
    fillY: -height * 0.86,
    label: { ...labelBox(width * 0.62, height * 0.52, -height * 0.43), upright: true },
    neckWidth: width * 0.56,
    slim: true,
    cap: { width: width * 0.74, height: 80 },
  };
}
