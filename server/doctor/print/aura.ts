/** A report as an aura: a soft field of light for each layer, in their order, dark where something is wrong. */
import type { LayerState, Report } from '../report';

const WIDTH = 1200;
const HEIGHT = 190;
const RADIUS = 125;
/** Degrees of OKLCH's wheel, from rose through amber and green to iris, as accords are coloured. */
const [FIRST_HUE, LAST_HUE] = [10, 300];

const colourOf = (state: LayerState, hue: number): string =>
  state === 'fault' ? 'oklch(0.24 0.03 30)' : `oklch(0.8 0.11 ${Math.round(hue)})`;

/** What could not be looked at leaves a gap. */
export function drawAura({ layers }: Report, label: string): string {
  const step = WIDTH / layers.length;
  const fields = layers.map(({ state }, index) => {
    const hue = FIRST_HUE + ((LAST_HUE - FIRST_HUE) * index) / Math.max(1, layers.length - 1);
    const isFault = state === 'fault';
    return {
      isFault,
      shown: state !== 'unknown',
      gradient:
        `<radialGradient id="field${index}"><stop stop-color="${colourOf(state, hue)}" stop-opacity="${isFault ? 0.95 : 0.8}"/>` +
        `<stop offset="0.55" stop-color="${colourOf(state, hue)}" stop-opacity="${isFault ? 0.5 : 0.3}"/>` +
        `<stop offset="1" stop-color="${colourOf(state, hue)}" stop-opacity="0"/></radialGradient>`,
      field:
        `<ellipse cx="${(step * (index + 0.5)).toFixed(1)}" cy="${HEIGHT / 2 + (index % 2 === 0 ? -12 : 12)}" ` +
        `rx="${isFault ? RADIUS * 0.7 : RADIUS}" ry="${isFault ? 70 : 86}" fill="url(#field${index})"/>`,
    };
  });
  // Light first, so that the dark lies on it.
  const shown = fields.filter(({ shown: isShown }) => isShown);
  const [light, dark] = [shown.filter(({ isFault }) => !isFault), shown.filter(({ isFault }) => isFault)];
  return (
    `<svg class="aura" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><defs>` +
    `${shown.map(({ gradient }) => gradient).join('')}</defs>${[...light, ...dark].map(({ field }) => field).join('')}</svg>`
  );
}
