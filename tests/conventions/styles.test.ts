import { filesUnder, read } from './source-files';

/** Every rule of a stylesheet, by what stands before its brace, with the conditions around it. */
function selectorsOf(css: string): { readonly selector: string; readonly within: readonly string[] }[] {
  const found: { selector: string; within: string[] }[] = [];
  const open: string[] = [];
  let begun = '';
  for (const sign of css.replaceAll(/\/\*[\s\S]*?\*\//g, '')) {
    if (sign === '{') {
      const selector = begun.trim();
      if (!selector.startsWith('@')) found.push({ selector, within: [...open] });
      open.push(selector);
    } else if (sign === '}') open.pop();
    begun = /[{};]/.test(sign) ? '' : begun + sign;
  }
  return found;
}

const rules = filesUnder('public/css', '.css').flatMap((file) =>
  selectorsOf(read(file)).map((rule) => ({ file, ...rule })),
);

test('what a pointer does by hovering is asked for where there is one: a finger would leave it so after a tap', () => {
  const hovering = rules.filter(({ selector }) => selector.includes(':hover'));
  expect(hovering.length).toBeGreaterThan(5);
  const bare = hovering.filter(({ within }) => !within.some((condition) => condition.includes('(hover: hover)')));
  expect(bare.map(({ file, selector }) => `${file}: ${selector}`)).toEqual([]);
});

test('every page of the storefront’s host takes part in view transitions: leaving for one that does not is an error in the console', () => {
  const styles = ['public/css/motion.css', 'public/payments/test-provider.css', 'server/edge/error-pages.ts'];
  expect(styles.filter((file) => !read(file).includes('@view-transition'))).toEqual([]);
});

test.each(['main', 'desk'])('a class of %s is one thing: the rule that is its alone stands in one part', (name) => {
  const parts = [...read(`public/css/${name}.css`).matchAll(/'\.\/(.+)'/g)].map(([, part]) => `public/css/${part}`);
  const places = new Map<string, Set<string>>();
  for (const { file, selector, within } of rules) {
    if (!parts.includes(file) || within.length > 0 || !/^\.[\w-]+$/.test(selector)) continue;
    places.set(selector, (places.get(selector) ?? new Set()).add(file));
  }
  expect(places.size).toBeGreaterThan(50);
  const twice = [...places].filter(([, files]) => files.size > 1);
  expect(twice.map(([selector, files]) => `${selector}: ${[...files].join(', ')}`)).toEqual([]);
});
