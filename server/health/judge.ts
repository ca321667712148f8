/** Pure: what the facts say, and what of it is only a consequence. */
import type { Facts } from './facts';
import { inWords, type AnyFault, type Certainty, type Severity, type Words } from './fault';
import { LAYERS, type Layer } from './layers';

export interface Finding {
  readonly id: string;
  readonly layer: Layer;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly owner: Words;
  readonly expert: string;
  readonly browser: string | null;
  readonly mend: string;
  /** Of a class: the faults that look like this from where it was looked at; empty otherwise. */
  readonly canBe: readonly string[];
  /** Found too, and most likely gone with it. */
  readonly explains: readonly Finding[];
}

export type GivenFacts = Pick<Facts, 'now' | 'target'> & Partial<Facts>;

/** Can it be said of these facts whether it is the case? */
export const isJudged = ({ needs }: AnyFault, facts: Partial<Facts>): boolean =>
  needs.every((name) => facts[name as keyof Facts] !== undefined);

/** For who tells of everything that is the case, its consequences too: a sentence each, in the order of the rows. */
export const sentencesOf = (facts: Partial<Facts>, faults: readonly AnyFault[]): string[] =>
  faults
    .filter((row) => isJudged(row, facts))
    .flatMap((row) => {
      const evidence: unknown = row.find(facts as never);
      return evidence === null ? [] : [inWords(row.expert, evidence)];
    });

export const isAnyFound = (facts: Partial<Facts>, faults: readonly AnyFault[]): boolean =>
  sentencesOf(facts, faults).length > 0;

interface Found {
  readonly row: AnyFault;
  readonly evidence: unknown;
  readonly severity: Severity;
}

/** Causes first: by how much they hurt, then from the name down to the disk. Each carries what it explains. */
export function judge(facts: GivenFacts, faults: readonly AnyFault[]): readonly Finding[] {
  const found = faults
    .filter((row) => isJudged(row, facts))
    .flatMap((row): Found[] => {
      const evidence: unknown = row.find(facts as never);
      if (evidence === null) return [];
      const { severity } = row;
      return [{ row, evidence, severity: typeof severity === 'function' ? severity(evidence) : severity }];
    });
  const causeOf = new Map(found.map((one) => [one, causeAmong(found, one)]));
  return found
    .filter((one) => !causeOf.get(one))
    .map((root) =>
      toFinding(
        root,
        found.filter((one) => rootOf(one, causeOf) === root && one !== root),
      ),
    )
    .sort(bySeverityAndLayer);
}

const depthOf = (layer: Layer): number => LAYERS.indexOf(layer);
const SEVERITIES: readonly Severity[] = ['down', 'harm', 'risk'];

export const bySeverityAndLayer = (
  one: Pick<Finding, 'severity' | 'layer'>,
  other: Pick<Finding, 'severity' | 'layer'>,
): number =>
  SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || depthOf(one.layer) - depthOf(other.layer);

/** A named consequence, one of a class, or a class that is met further down a road that is blocked here. */
function explains({ row, severity }: Found, { row: other }: Found): boolean {
  if (row.id === other.id) return false;
  if (row.explains?.includes(other.id) === true || other.canBe?.includes(row.id) === true) return true;
  return severity === 'down' && other.canBe !== undefined && depthOf(row.layer) < depthOf(other.layer);
}

const causeAmong = (found: readonly Found[], one: Found): Found | null =>
  found.find((other) => explains(other, one)) ?? null;

function rootOf(one: Found, causeOf: ReadonlyMap<Found, Found | null>): Found {
  const seen = new Set<Found>();
  for (let at = one; ;) {
    seen.add(at);
    const cause = causeOf.get(at);
    if (!cause || seen.has(cause)) return at;
    at = cause;
  }
}

function toFinding({ row, evidence, severity }: Found, consequences: readonly Found[]): Finding {
  const follows = consequences.map((one) => toFinding(one, [])).sort(bySeverityAndLayer);
  const say = (words: string | ((evidence: unknown) => string)): string => inWords(words, evidence);
  return {
    id: row.id,
    layer: row.layer,
    // A cause hurts as much as what follows from it.
    severity: SEVERITIES.find((one) => [severity, follows[0]?.severity].includes(one)) ?? severity,
    certainty: (typeof row.certainty === 'function' ? row.certainty(evidence) : row.certainty) ?? 'certain',
    owner: { ko: say(row.owner.ko), en: say(row.owner.en) },
    expert: say(row.expert),
    browser: row.browser ?? null,
    mend: say(row.mend),
    canBe: row.canBe ?? [],
    explains: follows,
  };
}
