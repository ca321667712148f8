/**
 * The aura: a perfume's accords seen as light. Pure geometry and colour; `aura-svg.ts` writes it down,
 * `colour-signature.ts` measures it.
 */
import { ACCORD_SLUGS, type AccordSlug, type AccordWeights } from '../scent/accords';
import { ACCORD_COLOURS } from './accord-colours';
import { mapToGamut, mix, type Oklch } from './oklch';
import { seededRandom } from './seeded';

export type Scheme = 'light' | 'dark';

/** One soft ellipse of light. Lengths are in the picture's own units. */
export interface AuraField {
  readonly accord: AccordSlug;
  /** Share of the perfume, 0–1; the shares of all fields add up to 1. */
  readonly share: number;
  readonly colour: Oklch;
  /** Colour towards the rim: a little lighter, so that overlaps glow and do not turn to mud. */
  readonly rim: Oklch;
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly turnDegrees: number;
}

export interface Aura {
  readonly width: number;
  readonly height: number;
  /** Linear gradient of the ground, top to bottom. */
  readonly ground: readonly [Oklch, Oklch];
  readonly dark: boolean;
  /** Farthest first: the strongest accord is last and lies on top. */
  readonly fields: readonly AuraField[];
}

export interface AuraRequest {
  readonly slug: string;
  readonly accords: AccordWeights;
  readonly width: number;
  readonly height: number;
  readonly scheme?: Scheme;
}

export interface WeightedAccord {
  readonly accord: AccordSlug;
  readonly share: number;
}

/** More than five fields blur into each other; fewer than three are a spotlight. */
const MOST_FIELDS = 5;
/** An accord below this share of the strongest is a whisper: it is in the bars, not in the light. */
const WHISPER = 0.14;

/** The accords that are drawn, strongest first, shares adding up to 1. Equal weights keep the order of the list. */
export function strongestAccords(accords: AccordWeights): readonly WeightedAccord[] {
  const all = ACCORD_SLUGS.map((accord) => ({ accord, weight: accords[accord] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const first = all[0];
  if (!first) return [{ accord: 'musk', share: 1 }];
  const drawn = all.slice(0, MOST_FIELDS).filter(({ weight }, index) => index < 3 || weight >= first.weight * WHISPER);
  const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  return drawn.map(({ accord, weight }) => ({ accord, share: weight / total }));
}

/** Below this mean lightness the perfume is of the night and stands on a dark ground. */
const DARK_BELOW = 0.56;

export function isDark(drawn: readonly WeightedAccord[]): boolean {
  const lightness = drawn.reduce((sum, { accord, share }) => sum + ACCORD_COLOURS[accord].l * share, 0);
  return lightness < DARK_BELOW;
}

/** Mean of what is drawn, by share: the tint of liquid, light on the table and ground. */
export function meanColour(drawn: readonly WeightedAccord[]): Oklch {
  let mean = ACCORD_COLOURS[drawn[0]?.accord ?? 'musk'];
  let sum = drawn[0]?.share ?? 1;
  for (const { accord, share } of drawn.slice(1)) {
    sum += share;
    mean = mix(mean, ACCORD_COLOURS[accord], share / sum);
  }
  return mean;
}

export function groundOf(drawn: readonly WeightedAccord[], scheme: Scheme): readonly [Oklch, Oklch] {
  const strongest = ACCORD_COLOURS[drawn[0]?.accord ?? 'musk'];
  const tint = mix(strongest, meanColour(drawn), 0.3);
  if (scheme === 'dark') return pair(0.2, 0.15, Math.min(0.03, tint.c * 0.3), tint.h);
  if (isDark(drawn)) return pair(0.36 + (strongest.l - 0.4) * 0.3, 0.29, Math.min(0.045, tint.c * 0.7), tint.h);
  const top = 0.9 + (strongest.l - 0.75) * 0.22;
  return pair(top, top - 0.035, Math.min(0.055, 0.012 + tint.c * 0.3), tint.h);
}

function pair(top: number, bottom: number, c: number, h: number): readonly [Oklch, Oklch] {
  return [mapToGamut({ l: Math.min(0.965, top), c, h }), mapToGamut({ l: Math.min(0.95, bottom), c: c * 1.15, h })];
}

/** Where the eye rests: just above the middle, behind the bottle's shoulder. */
const HEART = { x: 0.5, y: 0.52 };

export function computeAura(request: AuraRequest): Aura {
  const { slug, width, height, scheme = 'light' } = request;
  const drawn = strongestAccords(request.accords);
  const random = seededRandom(slug);
  const dark = scheme === 'dark' || isDark(drawn);
  const start = random() * Math.PI * 2;
  const sense = random() < 0.5 ? -1 : 1;
  const unit = Math.sqrt(width * height);
  const fields = drawn.map(({ accord, share }, rank): AuraField => {
    const [turn, reach, stretch, sway] = [random(), random(), random(), random()];
    // The second accord faces the first; the others go round in between, never two on one spot.
    const angle = start + sense * (rank * ((2 * Math.PI) / Math.max(3, drawn.length - 1)) + (turn - 0.5) * 0.6);
    const distance = rank === 0 ? 0.08 + reach * 0.1 : 0.34 + reach * 0.12;
    const radius = unit * (0.2 + 0.62 * Math.sqrt(share)) * (rank === 0 ? 1 : 1.08);
    const shown = shownColour(ACCORD_COLOURS[accord], dark, scheme);
    return {
      accord,
      share,
      colour: mapToGamut(shown),
      rim: mapToGamut({ l: Math.min(0.98, shown.l + (dark ? 0.03 : 0.05)), c: shown.c * 0.92, h: shown.h }),
      x: width * (HEART.x + Math.cos(angle) * distance),
      y: height * (HEART.y + Math.sin(angle) * distance),
      radiusX: radius * (0.92 + stretch * 0.2),
      radiusY: radius * (1.12 - stretch * 0.2),
      turnDegrees: Math.round(sway * 180),
    };
  });
  return { width, height, ground: groundOf(drawn, scheme), dark, fields: fields.reverse() };
}

/**
 * A dark accord in a bright perfume is a veil, not a hole; a bright one in a dark perfume is a glimmer, not a lamp.
 * On a near-black page every hue glows from lower down: light enough to read as light, too dark to dazzle.
 */
function shownColour({ l, c, h }: Oklch, dark: boolean, scheme: Scheme): Oklch {
  if (scheme === 'dark') return { l: 0.22 + l * 0.42, c: Math.max(c * 0.85, Math.min(0.03, c * 1.5)), h };
  if (dark) return { l: l > 0.62 ? 0.62 + (l - 0.62) * 0.55 : l, c, h };
  return { l: l < 0.68 ? 0.68 - (0.68 - l) * 0.62 : l, c, h };
}
