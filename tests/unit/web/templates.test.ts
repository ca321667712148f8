import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTemplates } from '../../../server/web/templates';

describe('templates', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'essence-views-'));
  const write = (name: string, text: string): string => {
    const file = path.join(directory, `${name}.ejs`);
    writeFileSync(file, text);
    return file;
  };
  afterAll(() => rmSync(directory, { recursive: true }));

  test('a part has the values of the page and its own, which the page and the next part never see', () => {
    write('part', `<%= shop %> <%= locals.own ?? 'none' %>;`);
    const page = write('page', `<%- include('part', { own: 1 }) %><%- include('part') %><%= locals.own ?? 'none' %>`);
    expect(createTemplates()(page, { shop: 'Aura' }, true)).toBe('Aura 1;Aura none;none');
  });

  test('a part may be given another value of the same name, even undefined', () => {
    write('inner', '[<%= shop %>]');
    write('outer', `<%- include('inner', { shop: undefined }) %><%- include('inner') %>`);
    const page = write('renamed', `<%- include('outer', { shop: 'Other' }) %><%= shop %>`);
    expect(createTemplates()(page, { shop: 'Aura' }, true)).toBe('[][Other]Aura');
  });

  test('what every object inherits is no value of a page', () => {
    const page = write('plain', `<%= locals.toString === undefined && locals.constructor === undefined %>`);
    expect(createTemplates()(page, {}, true)).toBe('true');
  });

  test('a view may have names of its own that are those of values, and leave out what it was not given', () => {
    write('shadowing', `<% const { shop } = locals.other ?? { shop: 'none' }; %><%= shop %>`);
    const page = write(
      'two',
      `<%- include('shadowing') %> <%- include('shadowing', { other: { shop: 'B' } }) %> <%= shop %>`,
    );
    expect(createTemplates()(page, { shop: 'Aura' }, true)).toBe('none B Aura');
  });

  test('its indentation is sent to nobody, that of a value is', () => {
    const page = write('indented', '<ul>\n  <li>\n\t<%= text %>\n  </li>\n</ul>');
    expect(createTemplates()(page, { text: 'a\n  b' }, true)).toBe('<ul>\n<li>\na\n  b\n</li>\n</ul>');
  });

  test('an error says in which file and line', () => {
    write('broken', 'fine\n<%= missing.name %>');
    const page = write('whole', `<%- include('broken') %>`);
    expect(() => createTemplates()(page, {}, true)).toThrow(/broken\.ejs:2[\s\S]*missing is not defined/);
  });

  test('a template is read once where it is kept, else each time', () => {
    const template = createTemplates();
    const page = write('changing', 'first');
    expect([template(page, {}, false), template(page, {}, true)]).toEqual(['first', 'first']);
    write('changing', 'second');
    expect([template(page, {}, true), template(page, {}, false)]).toEqual(['first', 'second']);
  });
});
