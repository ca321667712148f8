/** What stands in a page. */

const NAMED: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', nbsp: ' ' };

export const unescaped = (html: string): string =>
  html.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name = '') =>
    code === undefined ? (NAMED[name as string] ?? '') : String.fromCodePoint(Number(code)),
  );

/** The page's own text, without tags. */
export const wordsOf = (html: string): string => unescaped(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');

/** The hidden fields of a page's forms, as a browser sends them. */
export function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  return Object.fromEntries(Array.from(inputs, ([, name = '', value = '']) => [name, unescaped(value)]));
}

const attribute = (tag: string, name: string): string =>
  unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

const FIELD = /<input\s[^>]*>|<textarea\s[^>]*>([^]*?)<\/textarea>|<select\s[^>]*>[^]*?<\/select>/g;

function valueOf(field: string, written: string | undefined): string {
  if (field.startsWith('<input')) return attribute(field, 'value');
  if (field.startsWith('<textarea')) return unescaped(written ?? '').replace(/^\n/, '');
  const options = field.match(/<option[^>]*>/g) ?? [];
  return attribute(options.find((option) => /\sselected/.test(option)) ?? options[0] ?? '', 'value');
}

const isSent = (field: string): boolean =>
  !/\stype="(?:file|submit)"/.test(field) && (!/\stype="(?:checkbox|radio)"/.test(field) || /\schecked/.test(field));

/** What a browser would send of a form, before anything is typed. @param opening part of the tag that opens it */
export function fieldsOfForm(html: string, opening: string): Record<string, string[]> {
  const at = html.indexOf(opening);
  if (at === -1) throw new Error(`there is no form with ${opening}`);
  const from = html.lastIndexOf('<form', at + 5);
  const sent: Record<string, string[]> = {};
  for (const [field, written] of html.slice(from, html.indexOf('</form>', from)).matchAll(FIELD)) {
    if (isSent(field)) (sent[attribute(field, 'name')] ??= []).push(valueOf(field, written));
  }
  return sent;
}

/** A form of a page by where it goes, as its button sends it. @param path `/orders/EA-…/pay`, without its query */
export function formOf(html: string, path: string): readonly [address: string, fields: Record<string, string>] {
  const [form, address] = new RegExp(`<form[^>]* action="(${path}(?:\\?[^"]*)?)"[^]*?</form>`).exec(html) ?? [];
  if (form === undefined || address === undefined) throw new Error(`the page has no form that goes to ${path}`);
  return [unescaped(address), hiddenFields(form)];
}

/** The token in the first form of a page that has one. */
export function formTokenIn(html: string): string {
  const { form_token: token } = hiddenFields(html);
  if (!token) throw new Error('the page has no form token');
  return token;
}

/** @param parts of which each stands in the text */
export const expectAll = (text: string, ...parts: readonly string[]): void =>
  expect(parts.filter((part) => !text.includes(part))).toEqual([]);

/** @param parts of which none stands in the text */
export const expectNone = (text: string, ...parts: readonly string[]): void =>
  expect(parts.filter((part) => text.includes(part))).toEqual([]);
