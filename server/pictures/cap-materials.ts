import type { BottleCap } from '../scent/bottles';
import { num, path, type Stop } from './svg';

export interface Material {
  readonly across: readonly Stop[];
  readonly rim: string;
  /** Height in relation to the form's own cap. */
  readonly tall: number;
  readonly wide: number;
  /** A ball: its light runs from a point, not across. */
  readonly ball?: boolean;
  readonly silhouette: (width: number, height: number) => string;
  /** Rings, grain and shine on top; y runs from `-height` to 0. */
  readonly finish: (width: number, height: number) => string;
}

const across = (...list: readonly (readonly [at: number, colour: string])[]): readonly Stop[] =>
  list.map(([at, colour]) => ({ at, colour }));

const straight = (radius: number, taper = 0) => {
  return (width: number, height: number) => {
    const [x, top] = [width / 2, width / 2 - taper];
    return path`M${-x} 0V0L${-top} ${-height + radius}Q${-top} ${-height} ${-top + radius} ${-height}H${top - radius}Q${top} ${-height} ${top} ${-height + radius}L${x} 0Q0 ${5} ${-x} 0Z`;
  };
};

const sphere = (width: number, height: number) => {
  const [x, y] = [width / 2, -height / 2];
  const foot = width * 0.3;
  return path`M${-foot} 0C${-x * 0.86} ${-height * 0.1} ${-x} ${y + height * 0.22} ${-x} ${y}C${-x} ${-height * 0.82} ${-x * 0.6} ${-height} 0 ${-height}S${x} ${-height * 0.82} ${x} ${y}C${x} ${y + height * 0.22} ${x * 0.86} ${-height * 0.1} ${foot} 0Q0 3 ${-foot} 0Z`;
};

const ring = (width: number, y: number, colour: string, opacity: number) =>
  `<path d="${path`M${-width / 2} ${y}Q0 ${y + 4} ${width / 2} ${y}`}" fill="none" stroke="${colour}" stroke-opacity="${num(opacity, 2)}" stroke-width="1.4"/>`;

/** Fine lines that lean a little, closer together towards the edges as they are on anything turned. */
const grainLines = (width: number, height: number) => {
  const lines = Array.from({ length: 13 }, (_, index) => {
    const x = Math.sin((index / 12 - 0.5) * 2.7) * width * 0.47;
    const bend = ((index * 7) % 5) - 2;
    return path`M${x} 1Q${x + bend * 1.6} ${-height * 0.45} ${x + bend * 0.4} ${-height + 3}`;
  });
  const stroke = (from: number, opacity: string) =>
    `<path d="${lines.filter((_, index) => index % 3 === from).join('')}" stroke-opacity="${opacity}"/>`;
  return `<g fill="none" stroke="#2e1c0e" stroke-width=".9">${stroke(0, '.3')}${stroke(1, '.16')}${stroke(2, '.22')}</g>`;
};

export const MATERIALS: Readonly<Record<BottleCap, Material>> = {
  black: {
    across: across(
      [0, '#0f0e0d'],
      [0.1, '#2c2927'],
      [0.15, '#8d8883'],
      [0.23, '#a8a39d'],
      [0.245, '#3b3835'],
      [0.5, '#1b1918'],
      [0.82, '#0d0c0c'],
      [0.93, '#35322f'],
      [1, '#151413'],
    ),
    rim: '#7d7873',
    tall: 1,
    wide: 1,
    silhouette: straight(7),
    finish: () => '',
  },
  metal: {
    across: across(
      [0, '#76797d'],
      [0.09, '#c3c6c9'],
      [0.16, '#fdfdfd'],
      [0.25, '#ffffff'],
      [0.3, '#c9ccd0'],
      [0.5, '#92969b'],
      [0.72, '#6c7075'],
      [0.86, '#a2a6ab'],
      [0.94, '#dfe1e4'],
      [1, '#84888d'],
    ),
    rim: '#ffffff',
    tall: 0.94,
    wide: 1,
    silhouette: straight(4),
    finish: (width, height) => ring(width, -height * 0.16, '#3c3f43', 0.4) + ring(width, -height * 0.14, '#fff', 0.6),
  },
  brass: {
    across: across(
      [0, '#6d5023'],
      [0.1, '#b98f4b'],
      [0.17, '#f6e3b4'],
      [0.24, '#fdf3d6'],
      [0.29, '#d4ac66'],
      [0.52, '#a47d3c'],
      [0.76, '#7a5a28'],
      [0.9, '#b8914e'],
      [0.95, '#e0c182'],
      [1, '#7f5f2c'],
    ),
    rim: '#fff2cf',
    tall: 0.74,
    wide: 1.06,
    silhouette: straight(3),
    finish: (width, height) =>
      [0.3, 0.42, 0.54].map((at) => ring(width, -height * at, '#4d3714', 0.35)).join('') +
      [0.33, 0.45, 0.57].map((at) => ring(width, -height * at, '#fff4d8', 0.35)).join(''),
  },
  wood: {
    across: across(
      [0, '#5a3a22'],
      [0.12, '#8d6240'],
      [0.22, '#b98b62'],
      [0.32, '#a97a52'],
      [0.6, '#80573a'],
      [0.88, '#5c3b25'],
      [1, '#6f4a30'],
    ),
    rim: '#d9b48f',
    tall: 0.98,
    wide: 0.98,
    silhouette: straight(10, 3),
    finish: grainLines,
  },
  porcelain: {
    across: across([0, '#ffffff'], [0.35, '#faf8f5'], [0.62, '#e6e2dc'], [0.86, '#bdb7ae'], [1, '#a9a39a']),
    rim: '#ffffff',
    tall: 0.94,
    wide: 0.9,
    ball: true,
    silhouette: sphere,
    finish: (width, height) =>
      `<ellipse rx="${num(width * 0.075)}" ry="${num(height * 0.17)}" transform="translate(${num(-width * 0.22)} ${num(-height * 0.64)})rotate(24)" fill="#fff"/>`,
  },
};

/** A ball on a vial would make a pawn of it: slim bottles wear the same porcelain as a plain stopper. */
export const PORCELAIN_STOPPER: Material = {
  across: across(
    [0, '#b9b5ae'],
    [0.1, '#e2dfd9'],
    [0.24, '#ffffff'],
    [0.45, '#f6f4f0'],
    [0.74, '#d6d2cb'],
    [1, '#bcb7af'],
  ),
  rim: '#ffffff',
  tall: 0.94,
  wide: 1,
  silhouette: straight(9),
  finish: () => '',
};

export const STEEL_COLLAR = across(
  [0, '#7b7e82'],
  [0.14, '#f4f5f5'],
  [0.26, '#ffffff'],
  [0.5, '#9a9da1'],
  [0.78, '#74777b'],
  [0.93, '#d4d6d8'],
  [1, '#85888c'],
);
