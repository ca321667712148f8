// While a release takes over, and after a roll-back, code of before works on the database of after: a migration may only
// widen it. What narrows is refused unless a comment says why that is right: `-- narrows: nothing reads it since 2026…`.
import type { Migration } from '../db/migrate';
import { statementsOf, type Statement } from '../db/sql-statements';

/** These had landed before there was a check; no shop ran without them. */
export const GRANDFATHERED = 14;

const MARKER = /^narrows:\s*\S.{9,}/i;

interface Rule {
  readonly pattern: RegExp;
  readonly what: string;
  /** Harmless for a table that this very migration made: nobody knows it yet. */
  readonly unlessNew?: boolean;
}

/** What stands between its dollars is run as well, now or by the jobs. */
const RUNS_ITS_BODY = /^(do|insert into backfills) /;

const TABLE = String.raw`(?:alter table|create (?:unique )?index [^(]*? on)(?: if exists)?(?: only)? ([\w.]+)`;

const RULES: readonly Rule[] = [
  {
    pattern: /\bdrop (?!index\b|constraint\b|not null\b|identity\b|expression\b)/,
    what: 'drops something',
    unlessNew: true,
  },
  { pattern: /\brename\b/, what: 'renames something', unlessNew: true },
  { pattern: /\bset schema\b/, what: 'moves something to another schema' },
  { pattern: /^truncate\b/, what: 'empties a table' },
  { pattern: /^(?:with\b.*\b)?delete from\b/, what: 'deletes rows' },
  { pattern: /^revoke\b/, what: 'takes a right away' },
  { pattern: /\balter (?:column )?\w+ (?:set data )?type\b/, what: "changes a column's type", unlessNew: true },
  { pattern: /\bset not null\b/, what: 'forbids null where old code may write it', unlessNew: true },
  {
    pattern: /\badd (?:constraint \w+ )?(?:check|unique|primary key|foreign key|exclude)\b/,
    what: 'adds a constraint that old code may break',
    unlessNew: true,
  },
  { pattern: /^create unique index\b/, what: 'adds a uniqueness that old code may break', unlessNew: true },
];

export interface Finding {
  readonly migration: string;
  readonly what: string;
  readonly statement: string;
}

export function findNarrowing(migrations: readonly Pick<Migration, 'number' | 'name' | 'sql'>[]): readonly Finding[] {
  return migrations
    .filter(({ number }) => number > GRANDFATHERED)
    .flatMap(({ number, name, sql }) => {
      const migration = `${String(number).padStart(4, '0')}_${name}`;
      return narrowingIn(sql).map((found) => ({ migration, ...found }));
    });
}

function narrowingIn(sql: string): readonly Omit<Finding, 'migration'>[] {
  const statements = statementsOf(sql);
  const made = new Set(
    statements.flatMap(({ text }) => /^create table (?:if not exists )?([\w.]+)/.exec(text)?.[1] ?? []),
  );
  return statements.flatMap((statement) => {
    if (statement.comments.some((comment) => MARKER.test(comment))) return [];
    const inside = RUNS_ITS_BODY.test(statement.text) ? statement.bodies.flatMap(narrowingIn) : [];
    return [...rulesBrokenBy(statement, made), ...inside];
  });
}

function rulesBrokenBy({ text }: Statement, made: ReadonlySet<string>): readonly Omit<Finding, 'migration'>[] {
  const table = new RegExp(`^${TABLE}`).exec(text)?.[1];
  const isNew = table !== undefined && made.has(table);
  const broken = RULES.filter(({ pattern, unlessNew }) => pattern.test(text) && !(isNew && unlessNew));
  const found = broken.map(({ what }) => what);
  if (!isNew && addsRequiredColumn(text)) found.push('adds a column that old code leaves empty, and it may not be');
  const statement = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return found.map((what) => ({ what, statement }));
}

/** `add column … not null` without a default, in any of the actions of an ALTER TABLE. */
function addsRequiredColumn(text: string): boolean {
  if (!text.startsWith('alter table')) return false;
  const additions = text.split(/\badd column\b/).slice(1);
  return additions.some((addition) => {
    const action = firstAction(addition);
    return /\bnot null\b/.test(action) && !/\bdefault\b|\bgenerated\b/.test(action);
  });
}

/** Up to the comma that ends it: one outside of parentheses. */
function firstAction(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    else if (text[at] === ',' && depth === 0) return text.slice(0, at);
  }
  return text;
}

/** @throws Error that lists every statement that narrows without saying why */
export function refuseNarrowing(migrations: readonly Pick<Migration, 'number' | 'name' | 'sql'>[]): void {
  const findings = findNarrowing(migrations);
  if (findings.length === 0) return;
  throw new Error(
    [
      'these migrations take something away that the release before still uses:',
      ...findings.map(({ migration, what, statement }) => `  ${migration} ${what}: ${statement}`),
      'Widen first and narrow in a later release (migrations/README.md), or say at the statement why it is right now:',
      '  -- narrows: nothing has read the column since the release before',
    ].join('\n'),
  );
}
