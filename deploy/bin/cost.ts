/** `npm run cost [-- FILE…]`: what each stack comes to in a month; without stacks of one's own, what the example does. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { StackConfigError, type StackConfig } from '../config';
import { costOf, stagingBeside, type Cost } from '../cost';
import { STACK_NAMES } from '../host-config';
import { PRICES_OF } from '../prices';
import { configOf } from '../readable-config';

const STACKS = path.join('deploy', 'stacks');

const EXAMPLE = path.join(STACKS, 'Pulumi.example.yaml');

function filesOf(given: readonly string[]): readonly string[] {
  if (given.length > 0) return given;
  return STACK_NAMES.map((name) => path.join(STACKS, `Pulumi.${name}.yaml`)).filter((file) => existsSync(file));
}

/** @returns what is added up, by what it is called */
function stacksOf(given: readonly string[]): ReadonlyMap<string, StackConfig> {
  const files = filesOf(given);
  if (files.length > 0) return new Map(files.map((file) => [file, configOf(file)]));
  const example = configOf(EXAMPLE);
  return new Map([
    [EXAMPLE, example],
    ['Staging beside it, if you want one', stagingBeside(example)],
  ]);
}

const amount = (usd: number | null): string => (usd === null ? '?' : usd.toFixed(2)).padStart(8);

function print(file: string, cost: Cost): void {
  const rows = cost.lines.map(({ what, usd }) => `  ${what.padEnd(44)}${amount(usd)}`);
  const sum = `  ${'a month, in US dollars'.padEnd(44)}${amount(cost.totalUsd)}`;
  const text = [file, ...rows, `  ${'-'.repeat(52)}`, sum, ''];
  process.stdout.write(`${text.join('\n')}\n`);
}

try {
  const costs = [...stacksOf(process.argv.slice(2))].map(([name, config]) => [name, costOf(config)] as const);
  for (const [name, cost] of costs) print(name, cost);
  if (costs.length > 1) {
    const total = costs.reduce((sum, [, cost]) => sum + cost.totalUsd, 0);
    const sum = `Together: ${total.toFixed(2)} US dollars a month. The budget of each stack watches all of the account.`;
    process.stdout.write(`${sum}\n\n`);
  }
  const remarks = new Set(costs.flatMap(([, cost]) => cost.remarks));
  process.stdout.write(`${[...remarks].join('\n')}\n\n`);
  const { checkedOn, notedOn, pages } = PRICES_OF;
  const trust =
    checkedOn === null ? `noted on ${notedOn} and never held against` : `last held against on ${checkedOn}:`;
  process.stdout.write(`This is an estimate. Its prices are in deploy/prices.ts, ${trust} AWS's pages:\n`);
  process.stdout.write(`${pages.map((page) => `  ${page}`).join('\n')}\n`);
} catch (error) {
  if (!(error instanceof StackConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
