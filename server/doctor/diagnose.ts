/** The doctor: looks at a shop from wherever it stands, and says which layer is broken. */
import { FAULTS } from '../health/catalogue';
import type { FactName } from '../health/facts';
import { isJudged, judge, type Finding } from '../health/judge';
import { LAYERS, type Layer, type View } from '../health/layers';
import { withDeadline } from '../process/deadline';
import { blankReport } from './blank';
import type { Context } from './context';
import { gather, type Gathered, type Looked } from './gather';
import type { AnyProbe } from './probe';
import { PROBES } from './probes';
import { REPORT_VERSION, type LayerReport, type Report } from './report';

export interface DiagnoseOptions {
  readonly views: readonly View[];
  /** These layers' rows: their probes, those of other facts that the rows need, and what these need first. Empty: all. */
  readonly only?: readonly Layer[];
  /** Not given: the doctor's own. */
  readonly probes?: readonly AnyProbe[];
  /** Called before the first of them is asked. */
  readonly plan?: (probes: readonly AnyProbe[]) => void;
  readonly tell?: (looked: Looked) => void;
  readonly signal?: AbortSignal;
}

const WHOLE_MS = 30_000;

export async function diagnose(context: Context, options: DiagnoseOptions): Promise<Report> {
  const { views, only = [], probes: all = PROBES, tell = () => undefined } = options;
  const startedAt = context.clock.now();
  const began = performance.now();
  const { signal: stopping = new AbortController().signal } = options;
  const isAsked = (layer: Layer): boolean => only.length === 0 || only.includes(layer);
  const faults = FAULTS.filter(({ layer }) => isAsked(layer));
  const judgedBy = new Set<FactName>(faults.flatMap(({ needs }) => needs as readonly FactName[]));
  const probes = withNeeded(
    all.filter(({ layer, fact }) => isAsked(layer) || judgedBy.has(fact)),
    all,
  ).filter(({ view, onlyPublic }) => views.includes(view) && (context.target.isPublic || !onlyPublic));
  options.plan?.(probes);
  const { facts, looked } = await withDeadline(WHOLE_MS, stopping, (signal) =>
    gather(probes, context, { signal, tell }),
  );
  const findings = judge(facts, faults);
  return blankReport({
    version: REPORT_VERSION,
    domain: context.target.hosts.apex,
    startedAt: startedAt.toISOString(),
    tookMs: Math.round(performance.now() - began),
    views,
    layers: LAYERS.filter(isAsked).map((layer) => reportOf(layer, { facts, looked, findings, context })),
    findings,
  });
}

function withNeeded(wanted: readonly AnyProbe[], all: readonly AnyProbe[]): readonly AnyProbe[] {
  const needed = new Set(wanted);
  for (const { after, ifKnown = [] } of needed)
    for (const one of all) if (after.includes(one.fact) || ifKnown.includes(one.fact)) needed.add(one);
  return all.filter((one) => needed.has(one));
}

function reportOf(
  layer: Layer,
  { facts, looked, findings, context }: Gathered & { findings: readonly Finding[]; context: Context },
): LayerReport {
  const rows = FAULTS.filter((row) => row.layer === layer);
  const judged = rows.filter((row) => isJudged(row, facts)).length;
  const isIll = findings.some((one) => one.layer === layer || one.explains.some((below) => below.layer === layer));
  const here = looked.filter(({ probe }) => probe.layer === layer);
  return {
    layer,
    state: isIll ? 'fault' : judged > 0 ? 'well' : 'unknown',
    judged,
    known: rows.length,
    unlooked: [
      ...(layer === 'cloud' && context.cloudProblem !== undefined ? [context.cloudProblem] : []),
      ...here.flatMap(({ probe, reason }) => (reason === null ? [] : [`${probe.fact}: ${reason}`])),
    ],
    tookMs: Math.max(0, ...here.map(({ tookMs }) => tookMs)),
  };
}
