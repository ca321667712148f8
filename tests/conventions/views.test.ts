import { filesUnder, read } from './source-files';
import { indented, strayStatements } from './view-lines';

const views = filesUnder('views', '.ejs');

/** Unescaped output that isn't an include: which view, which expression, and why it can hold nothing a visitor wrote. */
const UNESCAPED: readonly { readonly view: string; readonly expression: string; readonly reason: string }[] = [
  {
    view: 'views/desk/figures/show.ejs',
    expression: 'report.chart.svg',
    reason: 'markup of server/desk/figures/chart.ts, which escapes every word in it',
  },
  {
    view: 'views/catalogue/perfume.ejs',
    expression: 'structuredData',
    reason: 'JSON in a data block, where HTML escapes would not be undone; perfumeData writes every "<" as \\u003c',
  },
];

/** The HTML of a view with EJS taken out, so that a `>` in an expression doesn't end a tag. */
const htmlOf = (view: string): string => read(view).replace(/<%[^]*?%>/g, '');

const tags = views.flatMap((view) =>
  Array.from(htmlOf(view).matchAll(/<([a-z][\w-]*)\b((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi), ([, name, attributes]) => ({
    view,
    name: String(name).toLowerCase(),
    attributes: String(attributes),
  })),
);
const place = (tag: (typeof tags)[number]): string => `${tag.view}: <${tag.name}${tag.attributes}>`;

test('there are views to look at', () => {
  expect(views.length).toBeGreaterThan(5);
  expect(tags.length).toBeGreaterThan(20);
});

test('output is escaped, but for includes and what is listed with its reason', () => {
  const raw = views.flatMap((view) =>
    Array.from(read(view).matchAll(/<%-\s*([^]*?)\s*[-_]?%>/g), ([, expression]) => ({ view, expression })),
  );
  const unexpected = raw.filter(
    ({ view, expression }) =>
      !/^include\(/.test(String(expression)) &&
      !UNESCAPED.some((allowed) => allowed.view === view && allowed.expression === expression),
  );
  expect(unexpected).toEqual([]);
});

test('the list of unescaped output has no entry that is not needed', () => {
  const stale = UNESCAPED.filter(({ view, expression }) => !views.includes(view) || !read(view).includes(expression));
  expect(stale).toEqual([]);
});

test('scripts come from files; only data may stand in a page', () => {
  const inline = tags
    .filter((tag) => tag.name === 'script')
    .filter((tag) => !/\ssrc=/.test(tag.attributes) && !/\stype="application\/(ld\+)?json"/.test(tag.attributes));
  expect(inline.map(place)).toEqual([]);
});

test('no style stands in a page: neither an element nor an attribute', () => {
  // A mail is no page: no policy is sent with it, and mail programs fetch no stylesheet.
  const pages = tags.filter((tag) => !tag.view.startsWith('views/mail/'));
  const styled = pages.filter((tag) => tag.name === 'style' || /\sstyle\s*=/i.test(tag.attributes));
  expect(styled.map(place)).toEqual([]);
});

test('no handler stands in a page, and no link runs a script', () => {
  const active = tags.filter((tag) => /\son[a-z]+\s*=/i.test(tag.attributes) || /javascript:/i.test(tag.attributes));
  expect(active.map(place)).toEqual([]);
});

test('everything that is loaded comes from us', () => {
  const foreign = tags
    .filter((tag) => ['script', 'link', 'img', 'source', 'iframe', 'form'].includes(tag.name))
    .filter((tag) => /\s(src|srcset|action)\s*=\s*["']?(https?:)?\/\//i.test(tag.attributes));
  expect(foreign.map(place)).toEqual([]);
});

test('a control statement stands alone on its line, unless it is whole within it', () => {
  expect(views.flatMap((view) => strayStatements(read(view)).map((line) => `${view}: ${line.trim()}`))).toEqual([]);
});

test('templates are indented like HTML, and what is in a block of a statement like what is in an element', () => {
  const wrong = views.flatMap((view) => {
    const lines = indented(read(view)).split('\n');
    return read(view)
      .split('\n')
      .flatMap((line, at) => (line === lines[at] ? [] : [`${view}:${at + 1}: ${line}`]));
  });
  expect(wrong).toEqual([]);
});

test.each([
  ['content behind a statement', '<% if (a) { %><p>\n<% } %>', ['<% if (a) { %><p>', '<% } %>']],
  ['a declaration with something beside it', '<p><% const a = 1; %></p>', ['<p><% const a = 1; %></p>']],
  ['one that eats no white space', '<% if (a) { %>', ['<% if (a) { %>']],
  ['nothing that is whole within its line', '<option<% if (a) { %> selected<% } else { %> x<% } %>>', []],
  ['none that stands alone', '<%_ for (const a of b) { _%>\n<%_ } _%>', []],
])('stray statements: %s', (_what, template, stray) => {
  expect(strayStatements(template)).toEqual(stray);
});

test('lines are put where they stand', () => {
  const template = `
<ul>
  <%_ for (const a of b) { _%>
    <li<% if (a.on) { %> class="on"<% } %>>
      <input name="a"><br>
    </li>
  <%_ } _%>
</ul>
<table><tr>
  <td></td>
</tr></table>
<textarea>
 <%= a %></textarea>
</main>`;
  expect(indented(template.replaceAll(/^ +(?! ?<%=)/gm, ''))).toBe(template);
});
