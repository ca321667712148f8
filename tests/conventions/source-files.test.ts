import ts from 'typescript';
import { modulesNamedIn } from './source-files';

const named = (text: string): string[] => {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true);
  return modulesNamedIn(source).map(({ specifier, isType }) => (isType ? `type ${specifier}` : specifier));
};

test.each([
  ["import 'a';", ['a']],
  ["import a from 'a';", ['a']],
  ["import * as a from 'a';", ['a']],
  ["import type a from 'a';", ['type a']],
  ["import { type a, type b } from 'a';", ['type a']],
  ["import { type a, b } from 'a';", ['a']],
  ["import type { T } from 'a'; import { b } from 'a';", ['type a', 'a']],
  ["import a = require('a');", ['a']],
  ["import type a = require('a');", ['type a']],
  ["export { a } from 'a';", ['a']],
  ["export { type a } from 'a';", ['type a']],
  ["export type { a } from 'a';", ['type a']],
  ["export * from 'a';", ['a']],
  ["export * as q from 'a';", ['a']],
  ["export {}; const a = await import('a');", ['a']],
  ["const a = () => require('a');", ['a']],
  ['const a = () => require(`a`);', ['a']],
  ["type A = import('a').T;", ['type a']],
  ["const a: typeof import('a') = b;", ['type a']],
  ["const quote = /['`\"]/; import('a');", ['a']],
  ["import {} from 'b'; declare module 'a' {}", ['b', 'type a']],
  ["declare module 'a' {}", []],
  ["// import 'a';\nconst b = \"import 'a'\"; a.import('a'); a.require('a');", []],
])('%s names %j', (text, expected) => {
  expect(named(text)).toEqual(expected);
});
