import { path } from '../svg';
import { labelBox, type Inset, type Shape } from './form';

export function arch(width: number, height: number): Shape {
  return {
    outline({ side, base }) {
      const x = width / 2 - side;
      const spring = -height + width / 2;
      return path`M${-x} ${spring}A${x} ${x} 0 0 1 ${x} ${spring}V${-base - 9}Q${x} ${-base} ${x - 9} ${-base}H${-x + 9}Q${-x} ${-base} ${-x} ${-base - 9}Z`;
    },
    leftEdge(inset) {
      const r = width / 2 - inset;
      const spring = -height + width / 2;
      return path`M${-r * Math.cos(1)} ${spring - r * Math.sin(1)}A${r} ${r} 0 0 0 ${-r} ${spring}V${-inset - 22}`;
    },
    section: { round: false },
    fillY: -height * 0.78,
    label: labelBox(width * 0.5, height * 0.34, -height * 0.4),
    neckWidth: 61,
    cap: { width: 93, height: 111 },
  };
}

export function disc(width: number, height: number): Shape {
  const radius = width / 2;
  const middle = -height + radius;
  const outline = ({ side, base }: Inset) => {
    const r = radius - side;
    const foot = Math.min(-base, middle + r * 0.96);
    const half = Math.sqrt(Math.max(0, r * r - (foot - middle) ** 2));
    return path`M${-half} ${foot}A${r} ${r} 0 1 1 ${half} ${foot}Z`;
  };
  const leftEdge = (inset: number) => {
    const r = radius - inset;
    const [from, to] = [Math.PI * 1.26, Math.PI * 0.82];
    const at = (angle: number) => [r * Math.cos(angle), middle + r * Math.sin(angle)] as const;
    const [[x, y], [endX, endY]] = [at(from), at(to)];
    return path`M${x} ${y}A${r} ${r} 0 0 0 ${endX} ${endY}`;
  };
  return {
    outline,
    leftEdge,
    section: { round: false },
    fillY: middle - radius * 0.52,
    label: labelBox(width * 0.4, width * 0.36, middle + radius * 0.1),
    neckWidth: 56,
    cap: { width: 75, height: 118 },
  };
}

export function dome(width: number, height: number): Shape {
  const spring = -height * 0.42;
  const outline = ({ side, base }: Inset) => {
    const x = width / 2 - side;
    const top = -height + side;
    return path`M${-x} ${spring}C${-x} ${spring + (top - spring) * 0.62} ${-x * 0.56} ${top} 0 ${top}S${x} ${spring + (top - spring) * 0.62} ${x} ${spring}V${-base - 16}Q${x} ${-base} ${x - 16} ${-base}Q0 ${-base + 8} ${-x + 16} ${-base}Q${-x} ${-base} ${-x} ${-base - 16}Z`;
  };
  return {
    outline,
    leftEdge(inset) {
      const x = width / 2 - inset;
      const top = -height + inset;
      // The same curve as the outline, begun after its first third.
      return path`M${-x * 0.62} ${spring + (top - spring) * 0.84}C${-x * 0.86} ${spring + (top - spring) * 0.62} ${-x} ${spring + (top - spring) * 0.36} ${-x} ${spring}V${-inset - 26}`;
    },
    section: {
      round: true,
      halfWidthAt: (y, inset) => {
        if (y > spring) return width / 2 - inset;
        const rise = Math.min(1, (spring - y) / (height - inset + spring));
        return (width / 2 - inset) * Math.sqrt(1 - rise * rise) * 0.99;
      },
    },
    fillY: -height * 0.68,
    label: labelBox(width * 0.44, height * 0.36, -height * 0.35),
    neckWidth: 63,
    cap: { width: 95, height: 95 },
  };
}

export function lantern(width: number, height: number): Shape {
  const shoulder = width * 0.36;
  const outline = ({ side, base }: Inset) => {
    const [half, belly] = [shoulder - side * 0.7, width / 2 - side];
    const [top, bottom] = [-height + side, -base];
    // A quadratic's middle lies half-way to its control point.
    const control = belly * 2 - half;
    const middle = (top + bottom) / 2;
    return path`M${-half + 10} ${top}H${half - 10}Q${half} ${top} ${half + 3} ${top + 9}Q${control} ${middle} ${half + 3} ${bottom - 9}Q${half} ${bottom} ${half - 10} ${bottom}Q0 ${bottom + 6} ${-half + 10} ${bottom}Q${-half} ${bottom} ${-half - 3} ${bottom - 9}Q${-control} ${middle} ${-half - 3} ${top + 9}Q${-half} ${top} ${-half + 10} ${top}Z`;
  };
  const halfWidthAt = (y: number, inset: number) => {
    const t = Math.min(1, Math.max(0, -y / height));
    const edge = shoulder - inset * 0.7;
    return edge + (width / 2 - inset - edge) * 4 * t * (1 - t);
  };
  return {
    outline,
    leftEdge(inset) {
      const [half, belly] = [shoulder - inset * 0.8, width / 2 - inset];
      const control = belly * 2 - half;
      return path`M${-half - 6} ${-height + inset + 16}Q${-control} ${-height / 2} ${-half - 6} ${-inset - 16}`;
    },
    section: { round: true, halfWidthAt },
    fillY: -height * 0.8,
    label: labelBox(width * 0.46, height * 0.36, -height * 0.44),
    neckWidth: 68,
    cap: { width: 118, height: 86 },
  };
}

export function pebble(width: number, height: number): Shape {
  const outline = ({ side, base }: Inset) => {
    const x = width / 2 - side;
    const [top, bottom] = [-height + side, -base];
    const belly = -height * 0.43;
    return path`M0 ${top}C${x * 0.66} ${top} ${x} ${belly + (top - belly) * 0.62} ${x} ${belly}S${x * 0.76} ${bottom} ${x * 0.36} ${bottom}H${-x * 0.36}C${-x * 0.76} ${bottom} ${-x} ${belly + (bottom - belly) * 0.62} ${-x} ${belly}S${-x * 0.66} ${top} 0 ${top}Z`;
  };
  return {
    outline,
    leftEdge(inset) {
      const x = width / 2 - inset;
      const [top, bottom, belly] = [-height + inset, -inset, -height * 0.43];
      return path`M${-x * 0.72} ${belly + (top - belly) * 0.72}Q${-x} ${belly + (top - belly) * 0.42} ${-x} ${belly}Q${-x} ${belly + (bottom - belly) * 0.4} ${-x * 0.84} ${belly + (bottom - belly) * 0.68}`;
    },
    section: { round: false },
    fillY: -height * 0.72,
    label: labelBox(width * 0.42, height * 0.4, -height * 0.4),
    neckWidth: 63,
    cap: { width: 88, height: 88 },
  };
}
