import type { BottleCap, BottleShape } from '../scent/bottles';
import { meanColour, type Aura, type WeightedAccord } from './aura';
import { writeCap } from './caps';
import { cuts, liquidIn, onTheTable, reflections, rim, thickBase, throughGlass } from './glass';
import { glassDefs, tintsOf, type Glass } from './glass-defs';
import type { Glyphs } from './glyphs';
import { writeLabel } from './label';
import { formOf } from './shapes';
import type { Form } from './shapes/form';
import { path } from './svg';

export interface BottleRequest {
  readonly shape: BottleShape;
  readonly cap: BottleCap;
  readonly volumeMl: number;
  readonly nameKo: string;
  readonly drawn: readonly WeightedAccord[];
  readonly aura: Aura;
  readonly foot: { readonly x: number; readonly y: number };
}

export function writeBottle(request: BottleRequest, glyphs: Glyphs) {
  const { aura, foot, nameKo, volumeMl } = request;
  const form = formOf(request.shape, volumeMl);
  const glass: Glass = {
    form,
    aura,
    foot,
    // The three strongest accords colour the liquid; more would make every liquid the same brown.
    tints: tintsOf(meanColour(request.drawn.slice(0, 3)), aura.dark),
    wall: form.slim ? 7 : 11,
    base: form.slim ? 16 : 34,
  };
  const cap = writeCap(request.cap, form);
  return {
    defs: glassDefs(glass) + cap.defs,
    body:
      onTheTable(glass) +
      neck(form) +
      `<g clip-path="url(#o)">${throughGlass(glass)}${thickBase(glass)}</g>` +
      `<g clip-path="url(#i)">${liquidIn(glass)}</g>` +
      `<g clip-path="url(#o)">${cuts(glass)}${rim(glass)}</g>` +
      `<use href="#v" fill="none" stroke="#fff" stroke-opacity=".3"/>` +
      writeLabel({ nameKo, volumeMl }, form, glyphs) +
      reflections(glass) +
      cap.body,
  };
}

function neck(form: Form): string {
  const half = form.neckWidth / 2;
  const y = -form.height;
  return (
    `<path d="${path`M${-half} ${y - 8}H${half}V${y + 10}H${-half}Z`}" fill="#fff" fill-opacity=".35"/>` +
    `<path d="${path`M${-half} ${y - 8}V${y + 4}M${half} ${y - 8}V${y + 4}`}" stroke="url(#e)" stroke-width="2"/>`
  );
}
