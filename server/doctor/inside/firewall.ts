/** Which ports the machine's own firewall closes to strangers, by what `nft -j list ruleset` prints (libnftables-json(5)). */
import { z } from 'zod';

const name = z.object({ family: z.string(), table: z.string() });
const chain = name.extend({ name: z.string(), hook: z.string().optional(), policy: z.string().optional() });
const rule = name.extend({ chain: z.string(), expr: z.array(z.record(z.string(), z.unknown())) });
const ruleset = z.object({
  nftables: z.array(z.object({ chain: chain.optional(), rule: rule.optional() })),
});

type Chain = z.infer<typeof chain>;
type Rule = z.infer<typeof rule>;
type Expression = Rule['expr'][number];
type Verdict = 'accept' | 'drop' | null;

const MOST_JUMPS = 16;

/** @throws Error for what is no ruleset */
export function closedPorts(json: string, ports: readonly number[]): readonly number[] {
  const { nftables } = ruleset.parse(JSON.parse(json));
  const chains = nftables.flatMap((one) => one.chain ?? []);
  const rules = nftables.flatMap((one) => one.rule ?? []);
  const inputs = chains.filter(({ hook, family }) => hook === 'input' && ['inet', 'ip', 'ip6'].includes(family));
  const isDropped = (port: number): boolean =>
    inputs.some((input) => (verdictOf(input, { chains, rules, port }, 0) ?? input.policy ?? 'accept') === 'drop');
  return ports.filter(isDropped);
}

interface Looking {
  readonly chains: readonly Chain[];
  readonly rules: readonly Rule[];
  readonly port: number;
}

/** Of a stranger's first packet to the port. A condition that isn't understood is taken for one that doesn't hold. */
function verdictOf(at: Chain, looking: Looking, depth: number): Verdict {
  const here = ({ family, table }: { family: string; table: string }): boolean =>
    family === at.family && table === at.table;
  for (const { expr } of looking.rules.filter((one) => here(one) && one.chain === at.name)) {
    const last = expr.at(-1);
    if (!last || !expr.slice(0, -1).every((one) => isMet(one, looking.port))) continue;
    if ('accept' in last) return 'accept';
    if ('drop' in last || 'reject' in last) return 'drop';
    const target = targetOf(last);
    const next = looking.chains.find((one) => here(one) && one.name === target);
    const verdict = next && depth < MOST_JUMPS ? verdictOf(next, looking, depth + 1) : null;
    if (verdict) return verdict;
  }
  return null;
}

function targetOf(expression: Expression): string | null {
  const jump = z.object({ target: z.string() }).safeParse(expression['jump'] ?? expression['goto']);
  return jump.data?.target ?? null;
}

const match = z.object({ op: z.string(), left: z.unknown(), right: z.unknown() });

function isMet(expression: Expression, port: number): boolean {
  if ('counter' in expression || 'log' in expression) return true;
  const { data } = match.safeParse(expression['match']);
  if (!data) return false;
  const subject = JSON.stringify(data.left);
  if (/"protocol":"tcp".*"field":"dport"|"field":"dport".*"protocol":"tcp"|"protocol":"th"/.test(subject)) {
    return includesPort(data.right, port) === (data.op !== '!=');
  }
  if (/"l4proto"|"nexthdr"|"field":"protocol"/.test(subject)) return JSON.stringify(data.right).includes('"tcp"');
  // A stranger's first packet begins a connection.
  if (/"ct".*"state"/.test(subject)) return JSON.stringify(data.right).includes('"new"');
  return false;
}

function includesPort(right: unknown, port: number): boolean {
  if (typeof right === 'number') return right === port;
  const { data: set } = z.object({ set: z.array(z.unknown()) }).safeParse(right);
  if (set) return set.set.some((one) => includesPort(one, port));
  const { data: range } = z.object({ range: z.tuple([z.number(), z.number()]) }).safeParse(right);
  return range !== undefined && port >= range.range[0] && port <= range.range[1];
}
