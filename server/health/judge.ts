/** Pure: what the facts say, and what of it is only a consequence. */
import type { Facts } from './facts';
import { inWords, type AnyFault, type Certainty, type Severity, type Words } from './fault';
import { LAYERS, type Layer } from './layers';

export interface Finding {
  readonly id: string;
  readonly layer: Layer;
  /** Of it and of all that it explains. */
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly owner: Words;
  readonly expert: string;
  readonly browser: string | null;
  readonly mend: string;
  /** The same in Korean, where it is the owner's own to do. */
  readonly mendKo?: string;
  /** Of a class: the faults that look like this from where it was looked at; empty otherwise. */
  readonly canBe: readonly string[];
  /** Found too, and most likely gone with it. */
  readonly explains: readonly Finding[];
}

export const mendIn = ({ mend, mendKo }: Pick<Finding, 'mend' | 'mendKo'>, language: keyof Words): string =>
  language === 'ko' ? (mendKo ?? mend) : mend;

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

/** Causes first: by how much they hurt, then from the name down to the disk, by the highest layer that each one breaks. */
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
  const rootOf = new Map(found.map((one) => [one, rootAmong(found, one, causeOf)]));
  return found
    .filter((one) => rootOf.get(one) === one)
    .map((root) =>
      toFinding(
        root,
        found.filter((one) => rootOf.get(one) === root && one !== root),
      ),
    )
    .sort(bySeverityAndLayer);
}

const depthOf = (layer: Layer): number => LAYERS.indexOf(layer);
const SEVERITIES: readonly Severity[] = ['down', 'harm', 'risk'];
const worstOf = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((one) => severities.includes(one)) ?? 'risk';

interface Told extends Pick<Finding, 'severity' | 'layer'> {
  readonly explains?: readonly Pick<Finding, 'layer'>[];
}

/** An edge that is dead is a fault of processes, and closes the network's door: before a dead database. */
const reachOf = ({ layer, explains = [] }: Told): number =>
  Math.min(...[layer, ...explains.map((one) => one.layer)].map(depthOf));

const bySeverityAndLayer = (one: Told, other: Told): number =>
  SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
  reachOf(one) - reachOf(other) ||
  depthOf(one.layer) - depthOf(other.layer);

/** A named consequence, one of a class, or a class that is met further down a road that is blocked here. */
function explains({ row, severity }: Found, { row: other }: Found): boolean {
  if (row.id === other.id) return false;
  if (names(row, other)) return true;
  const isFurtherDown = other.canBe !== undefined && depthOf(row.layer) < depthOf(other.layer);
  return severity === 'down' && isFurtherDown && !names(other, row);
}

const names = (row: AnyFault, other: AnyFault): boolean =>
  row.explains?.includes(other.id) === true || other.canBe?.includes(row.id) === true;

const causeAmong = (found: readonly Found[], one: Found): Found | null =>
  found.find((other) => explains(other, one)) ?? null;

/** Of several that explain each other in a circle the one that is told first: something always is. */
function rootAmong(found: readonly Found[], one: Found, causeOf: ReadonlyMap<Found, Found | null>): Found {
  const road: Found[] = [];
  for (let at = one; ;) {
    const cause = causeOf.get(at);
    if (!cause) return at;
    if (road.includes(at)) {
      const circle = road.slice(road.indexOf(at));
      return found.filter((other) => circle.includes(other)).sort(firstTold)[0] ?? one;
    }
    road.push(at);
    at = cause;
  }
}

const firstTold = (one: Found, other: Found): number =>
  bySeverityAndLayer({ ...one, layer: one.row.layer }, { ...other, layer: other.row.layer });

function toFinding({ row, evidence, severity }: Found, consequences: readonly Found[]): Finding {
  const say = (words: string | ((evidence: unknown) => string)): string => inWords(words, evidence);
  return {
    id: row.id,
    layer: row.layer,
    severity: worstOf([severity, ...consequences.map((one) => one.severity)]),
    certainty: (typeof row.certainty === 'function' ? row.certainty(evidence) : row.certainty) ?? 'certain',
    owner: { ko: say(row.owner.ko), en: say(row.owner.en) },
    expert: say(row.expert),
    browser: row.browser ?? null,
    mend: say(row.mend),
    ...(row.mendKo === undefined ? {} : { mendKo: say(row.mendKo) }),
    canBe: row.canBe ?? [],
    explains: consequences.map((one) => toFinding(one, [])).sort(bySeverityAndLayer),
  };
}
