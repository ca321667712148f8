import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildAssets } from '../../../server/assets/build';
import { loadAssets } from '../../../server/assets/manifest';
import { accordRules } from '../../../server/pictures/accord-colours';
import { withDirectory } from '../../setup/directory';

const directory = withDirectory();

describe('the asset pipeline', () => {
  const write = (files: Record<string, string>): void => {
    for (const [name, content] of Object.entries(files)) {
      const file = directory.at('public', name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  };
  const run = (made = {}) =>
    buildAssets({ publicDir: directory.at('public'), outDir: directory.at('out', 'public'), made });
  const built = (address: string | undefined): string =>
    readFileSync(directory.at('out', 'public', String(address)), 'utf8');

  test('names every file by its content, and only files of the manifest are written', async () => {
    write({ 'css/main.css': 'a { color: red }', 'icons/mark.svg': '<svg/>', 'js/cart.ts': 'console.log(1)' });
    const manifest = await run();
    expect(Object.keys(manifest)).toEqual(['css/main.css', 'icons/mark.svg', 'js/cart.js']);
    expect(manifest['css/main.css']).toMatch(/^\/assets\/main\.[0-9a-f]{10}\.css$/);
    expect(manifest['icons/mark.svg']).toMatch(/^\/assets\/mark\.[0-9a-f]{10}\.svg$/);
    expect(manifest['js/cart.js']).toMatch(/^\/assets\/cart\.[0-9a-f]{10}\.js$/);
    const written = readdirSync(directory.at('out', 'public', 'assets')).map((file) => `/assets/${file}`);
    expect(written.sort()).toEqual(Object.values(manifest).sort());
  });

  test('lays brotli and gzip beside what becomes smaller by it, and beside nothing else', async () => {
    const svg = `<svg>${'<path d="M0 0h9v9z"/>'.repeat(50)}</svg>`;
    write({
      'css/main.css': 'a { color: red }',
      'icons/mark.svg': svg,
      'fonts/s.woff2': 'w'.repeat(2_000),
      'fonts/s.ttf': 't'.repeat(2_000),
    });
    const manifest = await run();
    const folder = directory.at('out', 'public', 'assets');
    const files = readdirSync(folder);
    const compressed = files
      .filter((file) => /\.(br|gz)$/.test(file))
      .map((file) => file.replace(/\.[0-9a-f]{10}/, ''));
    expect(compressed.sort()).toEqual(['mark.svg.br', 'mark.svg.gz', 's.ttf.br', 's.ttf.gz']);
    const mark = path.join(folder, path.basename(String(manifest['icons/mark.svg'])));
    expect(brotliDecompressSync(readFileSync(`${mark}.br`)).toString()).toBe(svg);
    expect(gunzipSync(readFileSync(`${mark}.gz`)).toString()).toBe(svg);
    expect(Object.values(manifest).filter((address) => /\.(br|gz)$/.test(address))).toEqual([]);
  });

  test('gives the same names for the same bytes and another name for other bytes', async () => {
    write({ 'css/main.css': 'a { color: red }', 'icons/mark.svg': '<svg/>' });
    const first = await run();
    expect(await run()).toEqual(first);
    write({ 'icons/mark.svg': '<svg id="changed"/>' });
    const second = await run();
    expect(second['icons/mark.svg']).not.toBe(first['icons/mark.svg']);
    expect(second['css/main.css']).toBe(first['css/main.css']);
  });

  test('inlines imported stylesheets and points url() at hashed files, from below and from the root', async () => {
    write({
      'css/main.css': '@import "./parts/type.css";\nbody { background: url(/pictures/ground.svg) }',
      'css/parts/type.css': '@font-face { font-family: "S"; src: url("../../fonts/s.woff2") format("woff2") }',
      'fonts/s.woff2': 'font',
      'pictures/ground.svg': '<svg/>',
    });
    const manifest = await run();
    const css = built(manifest['css/main.css']);
    expect(css).toContain(`url(${manifest['fonts/s.woff2']})`);
    expect(css).toContain(`url(${manifest['pictures/ground.svg']})`);
    expect(css).not.toContain('@import');
    expect(manifest).not.toHaveProperty(['css/parts/type.css']);
  });

  test('takes in what is made of tables, such as the colours of the accords, and nothing that is not', async () => {
    write({ 'css/main.css': "@import 'made:accords';" });
    await expect(run()).rejects.toThrow('public/css/main.css:1: made:accords is not made');
    const manifest = await run({ accords: accordRules() });
    expect(built(manifest['css/main.css'])).toContain('.accord-tea{--accord: oklch(.835 .073 132)}');
  });

  test("changes the stylesheet's name when a font it names changes", async () => {
    write({ 'css/main.css': '@font-face { font-family: "S"; src: url(../fonts/s.woff2) }', 'fonts/s.woff2': 'one' });
    const first = await run();
    write({ 'fonts/s.woff2': 'two' });
    expect((await run())['css/main.css']).not.toBe(first['css/main.css']);
  });

  test('leaves data: addresses and fragments in a stylesheet alone', async () => {
    write({ 'css/main.css': 'a { background: url("data:image/svg+xml,%3Csvg/%3E") } b { filter: url(#grain) }' });
    const css = built((await run())['css/main.css']);
    expect(css).toContain('data:image/svg+xml');
    expect(css).toContain('#grain');
  });

  test('bundles what a script imports from folders below js/ into one module', async () => {
    write({
      'css/main.css': 'a{}',
      'js/cart.ts': 'import { greet } from "./shared/greet";\ndocument.title = greet("aura" as string);',
      'js/shared/greet.ts': 'export const greet = (name: string): string => `hello ${name}`;',
      'js/tsconfig.json': '{}',
    });
    const manifest = await run();
    expect(Object.keys(manifest)).toEqual(['css/main.css', 'js/cart.js']);
    expect(built(manifest['js/cart.js'])).toContain('hello');
    expect(built(manifest['js/cart.js'])).not.toContain('import');
  });

  test.each([
    [
      'a url() that leads nowhere',
      { 'css/main.css': 'a { background: url(../gone.svg) }' },
      /main\.css:1: .*gone\.svg/,
    ],
    ['a mistake in a stylesheet', { 'css/main.css': 'a { color: red' }, /main\.css:1: Expected "}"/],
    ['a mistake in a script', { 'css/main.css': 'a{}', 'js/cart.ts': '\nlet = ;' }, /public\/js\/cart\.ts:2: /],
    ['a missing stylesheet', { 'icons/mark.svg': '<svg/>' }, /css\/main\.css is missing/],
    ['a name that is no address', { 'css/main.css': 'a{}', 'pictures/Two words.svg': '' }, /pictures\/Two words\.svg/],
  ])('refuses %s with the place', async (_what, files, message) => {
    write(files);
    await expect(run()).rejects.toMatchObject({
      name: 'AssetError',
      message: expect.stringMatching(message) as unknown,
    });
  });

  test('what it writes is what pages read', async () => {
    write({ 'css/main.css': 'a { color: red }' });
    const manifest = await run();
    const assets = loadAssets(directory.at('out', 'public'));
    expect(assets.url('css/main.css')).toBe(manifest['css/main.css']);
    expect(readdirSync(assets.directory)).toEqual([path.basename(assets.url('css/main.css'))]);
  });
});

describe('the manifest', () => {
  const write = (content: string): void => writeFileSync(directory.at('manifest.json'), content);

  test('throws for a name it does not know, also for those every object has', () => {
    write('{"css/main.css":"/assets/main.0123456789.css"}');
    const assets = loadAssets(directory.path);
    expect(() => assets.url('css/other.css')).toThrow('no asset is named "css/other.css"');
    expect(() => assets.url('constructor')).toThrow('no asset is named "constructor"');
  });

  test('says to build when it is missing or damaged', () => {
    expect(() => loadAssets(directory.path)).toThrow('run npm run build');
    write('{"css/main.css":');
    expect(() => loadAssets(directory.path)).toThrow('run npm run build');
    write('{"css/main.css":1}');
    expect(() => loadAssets(directory.path)).toThrow('run npm run build');
  });
});
