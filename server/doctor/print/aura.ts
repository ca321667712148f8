/** A report as an aura: a soft field of light for each layer, in their order; smoke where something is wrong. */
import type { LayerReport, Report } from '../report';

const WIDTH = 1200;
const HEIGHT = 200;
const RADIUS = { x: 120, y: 84 };
/** Every other one a little lower, so that they make no row. */
const SWAY = 14;
/** Degrees of OKLCH's wheel, from rose through amber and green to iris, as accords are coloured. */
const [FIRST_HUE, LAST_HUE] = [10, 300];
const SMOKE = 'oklch(0.38 0.02 270)';

/** What could not be looked at leaves a gap. */
export function drawAura({ layers }: Report, label: string): string {
  const last = Math.max(1, layers.length - 1);
  const fields = layers.flatMap((layer, index) => (layer.state === 'unknown' ? [] : [fieldOf(layer, index, last)]));
  // Light first, so that the smoke lies on it.
  const shown = [...fields.filter(({ isSmoke }) => !isSmoke), ...fields.filter(({ isSmoke }) => isSmoke)];
  return (
    `<svg class="aura" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">` +
    `<defs>${shown.map(({ gradient }) => gradient).join('')}</defs>${shown.map(({ ellipse }) => ellipse).join('')}</svg>`
  );
}

function fieldOf({ state }: LayerReport, index: number, last: number) {
  const isSmoke = state === 'fault';
  const hue = Math.round(FIRST_HUE + ((LAST_HUE - FIRST_HUE) * index) / last);
  const colour = isSmoke ? SMOKE : `oklch(0.8 0.11 ${hue})`;
  const x = Math.round(RADIUS.x + ((WIDTH - 2 * RADIUS.x) * index) / last);
  const y = HEIGHT / 2 + (index % 2 === 0 ? -SWAY : SWAY);
  const stop = (offset: number, opacity: number): string =>
    `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
  return {
    isSmoke,
    gradient: `<radialGradient id="field${index}">${stop(0, 0.85)}${stop(0.5, 0.38)}${stop(1, 0)}</radialGradient>`,
    ellipse: `<ellipse cx="${x}" cy="${y}" rx="${RADIUS.x}" ry="${RADIUS.y}" fill="url(#field${index})"/>`,
  };
}
