/**
 * What the compiler can't hold of texts. It refuses a key that has no text, and a gap that gets no value; nothing tells
 * it that a text is never shown, or what a language says.
 */
import ts from 'typescript';
import { VARIABLE_NAMES } from '../../server/config/env';
import { DESK_TEXTS } from '../../server/desk/texts';
import { en, ko } from '../unit/i18n/all-texts';
import { filesUnder, nodesOf, parse } from './source-files';
import { viewSource } from './view-sources';

const isText = (file: string): boolean => /\/texts(\.\w\w)?\.ts$/.test(file);

const sources = [
  ...filesUnder('server', '.ts')
    .filter((file) => !isText(file))
    .map(parse),
  ...filesUnder('views', '.ejs').map(viewSource),
];

/** `accounts:errors.email-empty` of every text. */
function keysIn(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([name, below]: [string, unknown]) => {
    const key = path === '' ? `${name}:` : path.endsWith(':') ? path + name : `${path}.${name}`;
    const isPlural = typeof below === 'object' && below !== null && Object.keys(below).join() === 'one,other';
    return typeof below === 'string' || isPlural ? [key] : keysIn(below as object, key);
  });
}

function stringsIn(all: readonly ts.SourceFile[]) {
  const nodes = all.flatMap((source) => nodesOf(source, (_node): _node is ts.Node => true));
  const whole = nodes.filter(ts.isStringLiteralLike).map(({ text }) => text);
  const names = nodes.filter(ts.isPropertyName).map((name) => name.getText().replaceAll(/^'|'$/g, ''));
  const templates = nodes.filter((node) => ts.isTemplateExpression(node) || ts.isTemplateLiteralTypeNode(node));
  return {
    whole: new Set(whole),
    /** What a key may be put together of: strings, their parts between dots, names of properties. */
    words: new Set([...whole, ...whole.flatMap((text) => text.split('.')), ...names]),
    patterns: templates.map(patternOf).filter(({ source }) => source !== '^(.+)$' && source !== '^(.+)(.+)$'),
  };
}

function patternOf({ head, templateSpans }: ts.TemplateExpression | ts.TemplateLiteralTypeNode): RegExp {
  const spans = templateSpans.map(({ literal }) => `(.+)${escaped(literal.text)}`);
  return new RegExp(`^${escaped(head.text)}${spans.join('')}$`);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A key is shown where it is written, or put together of words that are. */
function unusedOf(keys: readonly string[], { whole, words, patterns }: ReturnType<typeof stringsIn>): string[] {
  const isMadeBy = (text: string, pattern: RegExp): boolean => pattern.exec(text)?.slice(1).every(isWord) ?? false;
  const isWord = (part: string): boolean =>
    words.has(part) ||
    part.split('.').every((one) => words.has(one)) ||
    patterns.some((pattern) => isMadeBy(part, pattern));
  const ofKeys = patterns.filter(({ source }) => /^\^\w+:/.test(source));
  return keys.filter((key) => !whole.has(key) && !ofKeys.some((pattern) => isMadeBy(key, pattern)));
}

test('every text is shown somewhere', () => {
  const strings = stringsIn(sources);
  expect(unusedOf(keysIn(ko), strings)).toEqual([]);
  expect(unusedOf(keysIn(en), strings)).toEqual([]);
});

test('a text that nobody shows is found, and one that is put together is none', () => {
  const code = "text('cart:title'); const way = yes ? 'bank' : 'card'; text(`cart:refused.${way}.${code}`);";
  const strings = stringsIn([ts.createSourceFile('some.ts', code, ts.ScriptTarget.ES2022, true)]);
  const keys = ['cart:title', 'cart:titles', 'cart:refused.bank.card', 'cart:refused.cash.card', 'cart:refused.bank'];
  expect(unusedOf(keys, strings)).toEqual(['cart:titles', 'cart:refused.cash.card', 'cart:refused.bank']);
});

const stringsOf = (texts: unknown): string[] =>
  typeof texts === 'string' ? [texts] : Object.values(texts as object).flatMap(stringsOf);

/** Whoever works at the desk has no shell, and no file of the server's to write them into. */
const VARIABLE = new RegExp(`\\b(${VARIABLE_NAMES.join('|')}|[A-Z]{2,}(_[A-Z0-9]+)+)\\b`);

test('no sentence of the desk names a variable of the server', () => {
  expect(stringsOf([DESK_TEXTS.ko, DESK_TEXTS.en]).filter((text) => VARIABLE.test(text))).toEqual([]);
});

test.each(['서버의 MAIL_URL에 적어 주세요.', 'Take test out of PAYMENTS.', 'SHOP_X9'])('%s would be found', (text) => {
  expect(VARIABLE.test(text)).toBe(true);
});
