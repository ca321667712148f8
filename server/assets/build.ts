/**
 * Everything under `public/` becomes a file whose name carries a hash of its content; `manifest.json` says which is
 * which. `css/main.css` and `desk.css` are bundled of the other files in css/ and what `@import 'made:NAME'` names, and
 * their `url()`s name hashed files; each `js/*.ts` becomes one ES module; everything else is copied.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type BuildOptions, type Message, type Plugin } from 'esbuild';

/** From a name below `public/`, such as `css/main.css`, to its address, such as `/assets/main.0a1b2c3d4e.css`. */
export type Manifest = Readonly<Record<string, string>>;

export class AssetError extends Error {
  override name = 'AssetError';
}

const STYLESHEET = 'css/main.css';
const DESK_STYLESHEET = 'css/desk.css';
const COMPILED_FOLDERS = ['css', 'js'];
// The first versions with OKLCH, which the auras are drawn in, and with CSS nesting.
const BROWSERS = ['chrome112', 'edge112', 'firefox117', 'safari16.5'];
/** Of what is not compressed already, as pictures and woff2 are. */
const COMPRESSIBLE = /\.(?:css|js|json|svg|txt|xml|webmanifest|ico|ttf|otf)$/;
const URL_SAFE_NAME = /^[a-z0-9][a-z0-9._-]*$/;

export interface BuildAssetsOptions {
  readonly publicDir: string;
  readonly outDir: string;
  /** Parts of stylesheets that are made from the server's own tables, by the name that they are imported by. */
  readonly made?: Readonly<Record<string, string>>;
}

export async function buildAssets({ publicDir, outDir, made = {} }: BuildAssetsOptions): Promise<Manifest> {
  if (!existsSync(path.join(publicDir, STYLESHEET))) {
    throw new AssetError(`${STYLESHEET} is missing in ${publicDir}`);
  }
  const assetsDir = path.join(outDir, 'assets');
  mkdirSync(assetsDir, { recursive: true });

  const addresses = new Map<string, string>();
  const emit = (name: string, content: Uint8Array): void => {
    const file = hashedName(name, content);
    writeFileSync(path.join(assetsDir, file), content);
    if (COMPRESSIBLE.test(name)) writeCompressed(path.join(assetsDir, file), content);
    addresses.set(name, `/assets/${file}`);
  };
  // Copied files come first: the stylesheet's name is a hash of text that holds their addresses.
  for (const name of copiedFiles(publicDir)) emit(name, readFileSync(path.join(publicDir, name)));
  const styles = await compile(publicDir, stylesheets(publicDir), {
    plugins: [hashedUrls(publicDir, addresses), madeParts(made)],
  });
  const compiled = [...styles, ...(await compileScripts(publicDir))];
  for (const { name, content } of compiled) emit(name, content);

  const manifest: Manifest = Object.fromEntries([...addresses].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path.join(outDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

function writeCompressed(file: string, content: Uint8Array): void {
  const brotli = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });
  const gzip = gzipSync(content, { level: 9 });
  if (brotli.byteLength < content.byteLength) writeFileSync(`${file}.br`, brotli);
  if (gzip.byteLength < content.byteLength) writeFileSync(`${file}.gz`, gzip);
}

interface CompiledFile {
  readonly name: string;
  readonly content: Uint8Array;
}

function hashedName(name: string, content: Uint8Array): string {
  const { name: stem, ext } = path.posix.parse(name);
  // Ten hexadecimal digits are 40 bits: one name never needs to tell apart more than a few thousand contents.
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return `${stem}.${hash}${ext}`;
}

function copiedFiles(publicDir: string, below = ''): string[] {
  const entries = readdirSync(path.join(publicDir, below), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const name = path.posix.join(below, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'README.md' || COMPILED_FOLDERS.includes(name)) return [];
    if (!URL_SAFE_NAME.test(entry.name)) {
      throw new AssetError(`public/${name} can't be an address: use lower-case letters, digits, "-", "_" and "."`);
    }
    return entry.isDirectory() ? copiedFiles(publicDir, name) : [name];
  });
}

const stylesheets = (publicDir: string): readonly string[] =>
  [STYLESHEET, DESK_STYLESHEET].filter((name) => existsSync(path.join(publicDir, name)));

async function compileScripts(publicDir: string): Promise<CompiledFile[]> {
  const folder = path.join(publicDir, 'js');
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  return compile(
    publicDir,
    entries.map((file) => `js/${file}`),
    { format: 'esm' },
  );
}

async function compile(
  publicDir: string,
  entryPoints: readonly string[],
  options: BuildOptions,
): Promise<CompiledFile[]> {
  const result = await build({
    absWorkingDir: publicDir,
    entryPoints: [...entryPoints],
    outdir: publicDir,
    outbase: publicDir,
    bundle: true,
    minify: true,
    legalComments: 'none',
    target: BROWSERS,
    write: false,
    logLevel: 'silent',
    ...options,
  }).catch((error: unknown) => {
    throw asAssetError(error);
  });
  // A mistake in a stylesheet is only a warning to esbuild, because browsers skip what they can't read.
  if (result.warnings.length > 0) throw new AssetError(result.warnings.map(sentence).join('\n'));
  return (result.outputFiles ?? []).map((file) => ({
    name: path.relative(publicDir, file.path).split(path.sep).join('/'),
    content: file.contents,
  }));
}

const sentence = ({ location, text }: Message): string =>
  location ? `public/${location.file}:${location.line}: ${text}` : text;

function asAssetError(error: unknown): unknown {
  const messages = typeof error === 'object' && error !== null && 'errors' in error ? error.errors : null;
  if (!Array.isArray(messages)) return error;
  return new AssetError((messages as readonly Message[]).map(sentence).join('\n'));
}

function madeParts(made: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'made-parts',
    setup(setup) {
      setup.onResolve({ filter: /^made:/ }, (args) => ({ path: args.path.slice('made:'.length), namespace: 'made' }));
      setup.onLoad({ filter: /.*/, namespace: 'made' }, ({ path: name }) => {
        const contents = made[name];
        return contents === undefined
          ? { errors: [{ text: `made:${name} is not made` }] }
          : { contents, loader: 'css' };
      });
    },
  };
}

function hashedUrls(publicDir: string, addresses: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'hashed-urls',
    setup(setup) {
      setup.onResolve({ filter: /^[^#]/ }, (args) => {
        if (args.kind !== 'url-token' || args.path.startsWith('data:')) return undefined;
        const file = args.path.startsWith('/')
          ? path.join(publicDir, args.path)
          : path.resolve(args.resolveDir, args.path);
        const name = path.relative(publicDir, file).split(path.sep).join('/');
        const address = addresses.get(name);
        if (!address) return { errors: [{ text: `url(${args.path}) names no file under public/` }] };
        return { path: address, external: true };
      });
    },
  };
}
