import { FAULTS } from '../../../server/health/catalogue';
import { judge, type Finding, type GivenFacts } from '../../../server/health/judge';

const all = (findings: readonly Finding[]): Finding[] => findings.flatMap((one) => [one, ...all(one.explains)]);

/** Causes and what follows from them, causes first. */
export const idsOf = (facts: GivenFacts): string[] => all(judge(facts, FAULTS)).map(({ id }) => id);

/** The first finding, whose words are whole, and say each piece of evidence to who knows the field. */
export function expectFinding(facts: GivenFacts, id: string, evidence: readonly string[]): Finding {
  const [finding] = judge(facts, FAULTS);
  expect(finding?.id).toBe(id);
  if (!finding) throw new Error('nothing was found');
  const { owner, expert, mend } = finding;
  for (const words of [owner.ko, owner.en, expert, mend]) {
    expect(words).not.toMatch(/undefined|null|NaN|\[object|  /);
    expect(words.length).toBeGreaterThan(10);
  }
  expect(owner.ko).toMatch(/[가-힣]요( \(|[.:)])/);
  expect(owner.ko).not.toBe(owner.en);
  for (const piece of evidence) expect(expert).toContain(piece);
  return finding;
}
