/** The layers while they are looked at, redrawn in place as each probe ends; nothing where the output is a file. */
import type { Locale } from '../../i18n/locale';
import { createPaint, FAINT, type Terminal } from '../../process/terminal';
import { LAYERS, type Layer } from '../../health/layers';
import type { Looked } from '../gather';
import type { AnyProbe } from '../probe';
import { translateTo } from '../texts';
import { padded, widthOf } from './lines';

export interface Progress {
  plan(probes: readonly AnyProbe[]): void;
  tell(looked: Looked): void;
  /** Takes itself away. */
  end(): void;
}

export function createProgress(terminal: Terminal, locale: Locale): Progress {
  const text = translateTo(locale);
  const paint = createPaint(true);
  let probes: readonly AnyProbe[] = [];
  const ended = new Set<AnyProbe>();
  let drawn = 0;

  const clear = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\r\u001b[J`);

  function draw(): void {
    const layers = LAYERS.filter((layer) => probes.some((probe) => probe.layer === layer));
    const names = layers.map((layer) => text(`doctor:layers.${layer}.name`));
    const width = 2 + Math.max(0, ...names.map(widthOf));
    const lines = layers.map(
      (layer, index) => `  ${paint(FAINT, '·')} ${padded(names[index] ?? '', width)}${doneOf(layer)}`,
    );
    terminal.write(`${clear()}${['', `  ${text('doctor:looking')}`, '', ...lines, ''].join('\n')}`);
    drawn = lines.length + 3;
  }

  function doneOf(layer: Layer): string {
    const here = probes.filter((probe) => probe.layer === layer);
    return paint(FAINT, `${here.filter((probe) => ended.has(probe)).length}/${here.length}`);
  }

  if (terminal.isTTY !== true) return { plan: () => undefined, tell: () => undefined, end: () => undefined };
  return {
    plan(planned) {
      probes = planned;
      draw();
    },
    tell({ probe }) {
      ended.add(probe);
      draw();
    },
    end: () => void terminal.write(clear()),
  };
}
