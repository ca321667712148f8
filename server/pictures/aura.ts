import { ACCORD_SLUGS, type AccordSlug, type AccordWeights } from '../scent/accords';
import { ACCORD_COLOURS } from './accord-colours';
import { CLEAR, patches, SOFT, visibleShares, type Canvas, type Falloff, type Place } from './compositing';
import { mapToGamut, mix, type Oklch } from './oklch';
import { seededRandom } from './seeded';

export type Scheme = 'light' | 'dark';

export interface AuraField extends Place {
  readonly accord: AccordSlug;
  /** Share of the perfume, 0–1; the shares of all fields add up to 1. */
  readonly share: number;
  readonly colour: Oklch;
  /** Colour towards the rim: a little lighter, so that overlaps glow and do not turn to mud. */
  readonly rim: Oklch;
}

export interface Aura extends Canvas {
  /** Linear gradient of the ground, top to bottom. */
  readonly ground: readonly [Oklch, Oklch];
  readonly dark: boolean;
  readonly falloff: Falloff;
  /** Farthest first: the strongest accord is last and lies on top. */
  readonly fields: readonly AuraField[];
}

export interface AuraRequest extends Canvas {
  readonly slug: string;
  readonly accords: AccordWeights;
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
const DARK_BELOW = 0.6;

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

function groundOf(drawn: readonly WeightedAccord[], scheme: Scheme): readonly [Oklch, Oklch] {
  const strongest = ACCORD_COLOURS[drawn[0]?.accord ?? 'musk'];
  const tint = mix(strongest, meanColour(drawn), 0.3);
  if (scheme === 'dark') return pair(0.2, 0.15, Math.min(0.03, tint.c * 0.3), tint.h);
  if (isDark(drawn)) return pair(0.36 + (strongest.l - 0.4) * 0.3, 0.29, Math.min(0.045, tint.c * 0.7), tint.h);
  const top = 0.9 + (strongest.l - 0.75) * 0.22;
  return pair(top, top - 0.035, Math.min(0.055, 0.012 + tint.c * 0.3), tint.h);
}

const pair = (top: number, bottom: number, c: number, h: number): readonly [Oklch, Oklch] => [
  mapToGamut({ l: Math.min(0.965, top), c, h }),
  mapToGamut({ l: Math.min(0.95, bottom), c: c * 1.15, h }),
];

/** Where the eye rests: just above the middle, behind the bottle's shoulder. */
const HEART = { x: 0.5, y: 0.5 };

export function computeAura(request: AuraRequest): Aura {
  const { slug, width, height, scheme = 'light' } = request;
  const drawn = strongestAccords(request.accords);
  const dark = scheme === 'dark' || isDark(drawn);
  const canvas = { width, height };
  const falloff = width > height ? SOFT : CLEAR;
  const cover = dark ? COVER.dark : COVER.light;
  const places = sizedByWeight(firstPlaces(slug, drawn, canvas), drawn, canvas, { cover, falloff });
  const fields = places.map((place, rank): AuraField => {
    const { accord, share } = drawn[rank] ?? { accord: 'musk', share: 1 };
    const colour = scheme === 'dark' ? byNight(ACCORD_COLOURS[accord]) : ACCORD_COLOURS[accord];
    const rim = { l: Math.min(0.98, colour.l + 0.025), c: colour.c * 0.97, h: colour.h };
    return { accord, share, colour: mapToGamut(colour), rim: mapToGamut(rim), ...place };
  });
  return { width, height, ground: groundOf(drawn, scheme), dark, falloff, fields: fields.reverse() };
}

/** Drawn out along one slanting direction, as northern lights. The second accord faces the first; none share a spot. */
function firstPlaces(slug: string, drawn: readonly WeightedAccord[], { width, height }: Canvas): readonly Place[] {
  const random = seededRandom(slug);
  const start = random() * Math.PI * 2;
  const sense = random() < 0.5 ? -1 : 1;
  // The wider the canvas, the flatter the drift and the longer its fields.
  const breadth = Math.max(1, width / height);
  const drift = ((random() < 0.5 ? -1 : 1) * (20 + random() * 45)) / breadth;
  const unit = Math.sqrt(width * height);
  return drawn.map(({ share }, rank) => {
    const [turn, reach, stretch, sway] = [random(), random(), random(), random()];
    const angle = start + sense * (rank * ((2 * Math.PI) / Math.max(3, drawn.length - 1)) + (turn - 0.5) * 0.5);
    const distance = rank === 0 ? 0.06 + reach * 0.1 : 0.42 + reach * 0.1;
    const radius = unit * (0.24 + 0.66 * Math.sqrt(share));
    const slim = (rank === 0 ? 1.16 + stretch * 0.16 : 1.28 + stretch * 0.3) * breadth ** 0.4;
    return {
      x: width * (HEART.x + Math.cos(angle) * distance),
      y: height * (HEART.y + Math.sin(angle) * distance),
      radiusX: radius * slim,
      radiusY: radius / slim,
      turnDegrees: Math.round(drift + ((sway - 0.5) * 36) / breadth),
    };
  });
}

/** So much of the canvas the fields take together; the rest is ground: paper by day, night round a glow. */
const COVER = { light: 0.88, dark: 0.8 };
const ROUNDS = 12;
/** Below 1, so that neighbours that push each other settle. */
const STEP = 0.4;

function sizedByWeight(
  first: readonly Place[],
  drawn: readonly WeightedAccord[],
  canvas: Canvas,
  { cover, falloff }: { readonly cover: number; readonly falloff: Falloff },
): readonly Place[] {
  const unit = Math.sqrt(canvas.width * canvas.height);
  const points = patches(canvas, 16, 20);
  let places = first;
  for (let round = 0; round < ROUNDS; round += 1) {
    const seen = visibleShares(places, falloff, points);
    places = places.map((place, rank) => {
      const wanted = (drawn[rank]?.share ?? 0) * cover;
      const times = (wanted / Math.max(0.004, seen[rank] ?? 0)) ** STEP;
      const mean = Math.sqrt(place.radiusX * place.radiusY);
      const within = Math.min(1.5 * unit, Math.max(0.16 * unit, mean * times)) / mean;
      return { ...place, radiusX: place.radiusX * within, radiusY: place.radiusY * within };
    });
  }
  return places;
}

/** On a near-black page every hue glows from lower down: light enough to read as light, too dark to dazzle. */
const byNight = ({ l, c, h }: Oklch): Oklch => ({
  l: 0.22 + l * 0.42,
  c: Math.max(c * 0.85, Math.min(0.03, c * 1.5)),
  h,
});
