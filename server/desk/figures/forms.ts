import { z } from 'zod';
import { addDays, isDay, koreanDay, lengthOf, startOf, stepsOf, STEPS, type Range, type Step } from './calendar';
import type { deskFigures } from './texts.ko';

export interface Asked {
  readonly range: Range;
  readonly step: Step;
  readonly problem: keyof (typeof deskFigures)['errors'] | null;
}

const USUAL_DAYS = 30;
/** More bars than that can't be told apart on a phone. */
const MOST_STEPS = 130;
const MOST_DAYS = 3_660;

const field = z.string().max(40).optional();
const asked = z.object({ from: field, to: field, by: z.enum(STEPS).optional().catch(undefined) });

export function readAsked(query: unknown, now: Date): Asked {
  const today = koreanDay(now);
  const usual: Range = { from: addDays(today, 1 - USUAL_DAYS), to: today };
  const parsed = asked.safeParse(query);
  if (!parsed.success) return { range: usual, step: 'day', problem: 'days' };
  const { from = usual.from, to = usual.to, by } = parsed.data;
  const range = { from, to };
  const problem = problemOf(range);
  if (problem) return { range: usual, step: by ?? 'day', problem };
  return { range, ...stepFor(range, by ?? 'day') };
}

function problemOf(range: Range): Asked['problem'] {
  if (!isDay(range.from) || !isDay(range.to)) return 'days';
  if (range.from > range.to) return 'order';
  return lengthOf(range) > MOST_DAYS ? 'long' : null;
}

function stepFor(range: Range, wanted: Step): Pick<Asked, 'step' | 'problem'> {
  const coarser = STEPS.slice(STEPS.indexOf(wanted));
  const step = coarser.find((each) => stepsOf(range, each).length <= MOST_STEPS) ?? 'month';
  return { step, problem: step === wanted ? null : 'coarser' };
}

export function usualRanges(
  now: Date,
): readonly { readonly name: keyof (typeof deskFigures)['ranges']; readonly range: Range; readonly step: Step }[] {
  const today = koreanDay(now);
  const month = startOf(today, 'month');
  const lastMonth = addDays(month, -1);
  return [
    { name: 'week', range: { from: addDays(today, -6), to: today }, step: 'day' },
    { name: 'thirty', range: { from: addDays(today, 1 - USUAL_DAYS), to: today }, step: 'day' },
    { name: 'thisMonth', range: { from: month, to: today }, step: 'day' },
    { name: 'lastMonth', range: { from: startOf(lastMonth, 'month'), to: lastMonth }, step: 'day' },
    { name: 'quarter', range: { from: addDays(today, -90), to: today }, step: 'week' },
    { name: 'year', range: { from: `${today.slice(0, 4)}-01-01`, to: today }, step: 'month' },
  ];
}
