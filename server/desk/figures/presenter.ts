import type { Locale } from '../../i18n/locale';
import { formatWon } from '../../money/money';
import type { TimedWording, Wording } from '../web/format';
import { STEPS, weekNumber, type Day, type Range, type Step } from './calendar';
import { drawChart } from './chart';
import { usualRanges, type Asked } from './forms';
import { byMethod, gather, totalOf, type StepSums } from './gathering';
import { averageOf, netOf, type Goods, type SoldPerfume, type SoldVariant, type Sums } from './model';
import type { Report } from './service';
import type { deskFigures } from './texts.ko';

/** `−₩3,000`: more was paid back than taken. */
export const signedWon = (amount: number): string => (amount < 0 ? `−${formatWon(-amount)}` : formatWon(amount));

const noon = (day: Day): Date => new Date(`${day}T12:00:00+09:00`);

export function presentReport(report: Report, { step }: Asked, wording: Wording) {
  const { sales, range, before } = report;
  const steps = gather(sales, range, step);
  const stepsBefore = gather(sales, before, step);
  const total = totalOf(sales, range);
  return {
    range,
    before: rangeName(before, wording),
    facts: presentTotals(total, totalOf(sales, before), wording),
    chart: presentChart(steps, stepsBefore, step, wording),
    rows: steps.map((one, at) => presentRow(one, stepsBefore[at], step, wording)).reverse(),
    hasSales: total.received > 0 || total.refunds > 0,
    methods: [...byMethod(sales, range)].map(([method, sums]) => ({
      label: wording.text(`deskFigures:methods.${method}`),
      ...presentSums(sums, wording),
    })),
    ...presentGoods(report.goods, wording),
  };
}

function presentSums(sums: Sums, { format }: Wording) {
  return {
    orders: format.count(sums.orders),
    received: formatWon(sums.received),
    refunded: signedWon(0 - sums.refunded),
    net: signedWon(netOf(sums)),
  };
}

function presentTotals(now: Sums, before: Sums, { text, format }: Wording) {
  const fact = (name: keyof (typeof deskFigures)['totals'], value: string, current: number, earlier: number) => ({
    label: text(`deskFigures:totals.${name}`),
    value,
    change: earlier > 0 ? format.percent((current - earlier) / earlier) : null,
  });
  return [
    fact('net', signedWon(netOf(now)), netOf(now), netOf(before)),
    fact('orders', format.count(now.orders), now.orders, before.orders),
    fact('average', formatWon(averageOf(now)), averageOf(now), averageOf(before)),
    fact('received', formatWon(now.received), now.received, before.received),
    fact('refunded', signedWon(0 - now.refunded), now.refunded, before.refunded),
  ];
}

function presentRow({ range, sums }: StepSums, before: StepSums | undefined, step: Step, wording: Wording) {
  return {
    label: stepName(range, step, wording),
    ...presentSums(sums, wording),
    before: before ? signedWon(netOf(before.sums)) : '',
    isEmpty: sums.received === 0 && sums.refunds === 0,
  };
}

function presentChart(steps: readonly StepSums[], before: readonly StepSums[], step: Step, wording: Wording) {
  const { text } = wording;
  const bars = steps.map(({ range, sums }, at) => {
    const earlier = before[at];
    return {
      title: `${stepName(range, step, wording)}: ${signedWon(netOf(sums))}`,
      value: netOf(sums),
      before: earlier ? netOf(earlier.sums) : null,
    };
  });
  const best = steps.reduce<StepSums | undefined>((a, b) => (a && netOf(a.sums) >= netOf(b.sums) ? a : b), undefined);
  const title = text('deskFigures:chart.title', { step: text(`deskFigures:steps.${step}`) });
  const description = best
    ? text('deskFigures:chart.text', { best: stepName(best.range, step, wording), amount: signedWon(netOf(best.sums)) })
    : title;
  const { svg, top, bottom } = drawChart({ id: 'sales', title, description, bars });
  const ends = [steps[0], steps[Math.floor((steps.length - 1) / 2)], steps.at(-1)];
  return {
    svg,
    title,
    top: signedWon(top),
    bottom: bottom < 0 ? signedWon(bottom) : null,
    ends: [...new Set(ends)].flatMap((one) => (one ? [stepName(one.range, step, wording)] : [])),
  };
}

function stepName({ from, to }: Range, step: Step, wording: Wording): string {
  const { locale, text } = wording;
  if (step === 'month') return MONTHS[locale].format(noon(from));
  if (step === 'day') return DAYS[locale].format(noon(from));
  const days = between({ from, to }, (day) => DAYS[locale].format(day));
  return text('deskFigures:week', { number: weekNumber(from), days });
}

const rangeName = (range: Range, { format }: Wording): string => between(range, (day) => format.day(day));

const between = ({ from, to }: Range, say: (day: Date) => string): string =>
  from === to ? say(noon(from)) : `${say(noon(from))} – ${say(noon(to))}`;

const ZONE = 'Asia/Seoul';
const both = (options: Intl.DateTimeFormatOptions): Readonly<Record<Locale, Intl.DateTimeFormat>> => ({
  ko: new Intl.DateTimeFormat('ko-KR', { timeZone: ZONE, ...options }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options }),
});
const DAYS = both({ month: 'short', day: 'numeric', weekday: 'short' });
const MONTHS = both({ year: 'numeric', month: 'long' });

function presentGoods({ perfumes, variants, ranOut }: Goods, { locale, format }: Wording) {
  const named = ({ nameKo, nameEn }: { nameKo: string; nameEn: string }) => (locale === 'ko' ? nameKo : nameEn);
  const variantOf = (one: Pick<SoldVariant, 'nameKo' | 'nameEn' | 'volumeMl' | 'sku'>) => ({
    perfume: named(one),
    volume: `${one.volumeMl} ml`,
    sku: one.sku,
  });
  const soldOf = ({ id, units, revenue }: SoldPerfume) => ({
    id,
    units: format.count(units),
    revenue: formatWon(revenue),
  });
  const most = Math.max(1, ...perfumes.map(({ revenue }) => revenue));
  return {
    perfumes: perfumes.map((one) => ({
      ...soldOf(one),
      perfume: named(one),
      /** Of the best one, in whole percent. */
      share: Math.round((one.revenue / most) * 100),
    })),
    variants: variants.map((one) => ({
      ...soldOf(one),
      ...variantOf(one),
      stock: format.count(one.stock),
      isOut: one.stock === 0,
    })),
    ranOut: ranOut.map((one) => ({
      id: one.perfumeId,
      ...variantOf(one),
      since: format.time(one.since),
    })),
  };
}

export function presentChoices({ range, step, problem }: Asked, { text, now }: Pick<TimedWording, 'text' | 'now'>) {
  const same = (other: Range, otherStep: Step): boolean =>
    other.from === range.from && other.to === range.to && otherStep === step;
  return {
    problem: problem ? text(`deskFigures:errors.${problem}`) : null,
    ranges: usualRanges(now).map((one) => ({
      label: text(`deskFigures:ranges.${one.name}`),
      href: `/admin/figures?from=${one.range.from}&to=${one.range.to}&by=${one.step}`,
      current: same(one.range, one.step),
      count: null,
    })),
    step,
    steps: STEPS.map((value) => ({ value, label: text(`deskFigures:steps.${value}`) })),
  };
}
