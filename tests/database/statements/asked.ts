/**
 * Every statement that a file of statements can send, by calling all that it exports with stand-ins for what it takes.
 * Choices that a text depends on are read from the source: what a name is compared with, what it is looked up in, and
 * whether it is null.
 */
import path from 'node:path';
import ts from 'typescript';
import type { Executor, NamedStatement } from '../../../server/db/pool';
import { messageOf } from '../../../server/process/thrown';
import { nodesOf, parse, ROOT } from '../../conventions/source-files';

type Choices = ReadonlyMap<string, readonly unknown[]>;

export interface Asked {
  readonly file: string;
  readonly by: string;
  readonly text: string;
  /** Made with a null that may not be one: then it is no statement at all. */
  readonly isGuess: boolean;
}

interface Sent {
  readonly text: string;
  readonly line: number;
}

interface FileAsked {
  readonly asked: readonly Asked[];
  /** Calls of `query` that nothing led to, and functions that a stand-in is not enough for. */
  readonly missed: readonly string[];
}

/** @param whole values for parameters that the text is made from as a whole, by the name of their type */
export async function askAll(file: string, whole: Readonly<Record<string, readonly unknown[]>>): Promise<FileAsked> {
  const source = parse(file);
  const choices = choicesIn(source);
  const exported = (await import(path.join(ROOT, file))) as Readonly<Record<string, unknown>>;
  const asked = new Map<string, Asked>();
  const missed: string[] = [];
  const lines = new Set<number>();
  for (const [by, called] of Object.entries(exported)) {
    const [db, ...parameters] = parametersOf(source, by);
    if (typeof called !== 'function' || db?.type !== 'Executor') continue;
    const ask = asking(file, called as Called, parameters, whole);
    for (const given of varied(choices)) {
      const { sent, names, error } = await ask(given);
      if (error) missed.push(`${file} ${by}: ${messageOf(error)}`);
      for (const { text, line } of sent) {
        lines.add(line);
        asked.set(`${by} ${text}`, { file, by, text, isGuess: false });
      }
      for (const nulls of [...[...names].map((name) => new Set([name])), names]) {
        const less = await ask(given, nulls);
        for (const { text } of less.sent) {
          if (!asked.has(`${by} ${text}`)) asked.set(`${by} ${text}`, { file, by, text, isGuess: true });
        }
      }
    }
  }
  const unreached = queriesIn(source).filter((line) => !lines.has(line));
  return { asked: [...asked.values()], missed: [...missed, ...unreached.map((line) => `${file}:${line}`)] };
}

type Called = (db: Executor, ...rest: unknown[]) => unknown;

type Given = ReadonlyMap<string, unknown>;

/** The first choice of everything, and then each other choice on its own. */
function varied(choices: Choices): Given[] {
  const first = new Map([...choices].map(([name, values]) => [name, values[0]]));
  const others = [...choices].flatMap(([name, values]) =>
    values.slice(1).map((value) => new Map([...first, [name, value]])),
  );
  return [first, ...others];
}

function asking(
  file: string,
  called: Called,
  parameters: readonly Parameter[],
  whole: Readonly<Record<string, readonly unknown[]>>,
) {
  return async (choices: Given, nulls: ReadonlySet<string> = new Set()) => {
    const sent: Sent[] = [];
    const names = new Set<string>();
    const db: Executor = {
      query(statement: string | NamedStatement) {
        sent.push({ text: typeof statement === 'string' ? statement : statement.text, line: lineIn(file) });
        return Promise.resolve({ rows: standIn(), rowCount: 1 }) as never;
      },
    };
    const take = (name: string): unknown => {
      names.add(name);
      if (nulls.has(name)) return null;
      return choices.has(name) ? choices.get(name) : standIn(field);
    };
    const field = (name: string): unknown =>
      !choices.has(name) && (name in Array.prototype || name in Date.prototype) ? standIn() : take(name);
    let error: unknown;
    for (let at = 0; at < Math.max(1, ...parameters.map(({ type }) => whole[type]?.length ?? 1)); at++) {
      const values = parameters.map(({ name, type }) => (whole[type] ? whole[type][at] : take(name)));
      try {
        const result = called(db, ...values);
        if (isGenerator(result)) await result.next();
        else await result;
      } catch (thrown) {
        error ??= thrown;
      }
    }
    return { sent, names, error };
  };
}

const isGenerator = (value: unknown): value is AsyncGenerator =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Anything, and so is whatever is read from it: a text, a number, one element, a function. */
function standIn(field?: (name: string) => unknown): unknown {
  const one: unknown = new Proxy(() => one, {
    get(_, key) {
      if (key === Symbol.toPrimitive) return () => '1';
      if (key === Symbol.iterator) return () => [one].values();
      if (key === 'then' || key === 'toJSON' || typeof key === 'symbol') return undefined;
      return field ? field(key) : one;
    },
  });
  return one;
}

function lineIn(file: string): number {
  const frame = (new Error().stack ?? '').split('\n').find((line) => line.includes(file));
  return Number(/:(\d+):\d+\)?$/.exec(frame ?? '')?.[1]);
}

const queriesIn = (source: ts.SourceFile): number[] =>
  nodesOf(source, ts.isPropertyAccessExpression)
    .filter(({ name, parent }) => name.text === 'query' && ts.isCallExpression(parent))
    .map(({ name }) => source.getLineAndCharacterOfPosition(name.getStart(source)).line + 1);

interface Parameter {
  readonly name: string;
  readonly type: string;
}

function parametersOf(source: ts.SourceFile, name: string): readonly Parameter[] {
  const functions = [
    ...nodesOf(source, ts.isFunctionDeclaration),
    ...nodesOf(source, ts.isVariableDeclaration).map(({ name, initializer }) => ({
      name,
      parameters: initializer && ts.isArrowFunction(initializer) ? initializer.parameters : [],
    })),
  ];
  const declared = functions.find((one) => one.name?.getText(source) === name);
  return (declared?.parameters ?? []).map((parameter) => ({
    name: parameter.name.getText(source),
    type: parameter.type?.getText(source) ?? '',
  }));
}

/** By the name that something goes by: the keys of what it is looked up in, or else all that it is compared with. */
function choicesIn(source: ts.SourceFile): Choices {
  const nameOf = (node: ts.Node): string =>
    ts.isPropertyAccessExpression(node) ? node.name.text : node.getText(source);
  const compared = nodesOf(source, ts.isBinaryExpression).flatMap(({ left, right, operatorToken: { kind } }) =>
    ts.isStringLiteral(right) &&
    (kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken)
      ? [[nameOf(left), right.text] as const]
      : [],
  );
  const choices = new Map<string, unknown[]>();
  // And one that it isn't.
  for (const [name, value] of compared) choices.set(name, [value, ...(choices.get(name) ?? [standIn()])]);
  const tables = keysOfTables(source);
  for (const { expression, argumentExpression } of nodesOf(source, ts.isElementAccessExpression)) {
    const keys = tables.get(expression.getText(source));
    if (keys) choices.set(nameOf(argumentExpression), keys);
  }
  return choices;
}

const keysOfTables = (source: ts.SourceFile): ReadonlyMap<string, string[]> =>
  new Map(
    nodesOf(source, ts.isVariableDeclaration).flatMap(({ name, initializer }) => {
      const object = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
      if (!object || !ts.isObjectLiteralExpression(object)) return [];
      const keys = object.properties.map((one) => one.name?.getText(source).replaceAll(/^'|'$/g, '') ?? '');
      return [[name.getText(source), keys] as const];
    }),
  );
