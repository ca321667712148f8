/** The repository's own files, and what their source says, for tests that hold the rules no compiler knows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const ROOT = path.resolve(__dirname, '..', '..');

/** Where SQL stands, whatever comes before the name. */
export const STATEMENTS = /(^|\/)([\w-]+-)?queries\.ts$/;

/** Paths from the root, sorted, of every file below a directory; none if there is no such directory. */
export function filesUnder(directory: string, extension = ''): string[] {
  if (!existsSync(path.join(ROOT, directory))) return [];
  const entries = readdirSync(path.join(ROOT, directory), { withFileTypes: true });
  const files = entries.flatMap((entry) => {
    const name = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === '.output' ? [] : filesUnder(name, extension);
    return name.endsWith(extension) ? [name] : [];
  });
  return files.sort();
}

export const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

export const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);

export interface Imports {
  /** Files of ours, as paths from the root. */
  readonly files: readonly string[];
  /** Packages and Node's modules, without what is below them: `@pulumi/aws`, `node:fs`. */
  readonly packages: readonly string[];
}

/** Everything a file names as a module: imports of values and of types, re-exports, `import()` and `require()`. */
export function importsOf(file: string): Imports {
  const specifiers = ts.preProcessFile(read(file), true, true).importedFiles.map((imported) => imported.fileName);
  return {
    files: specifiers.filter((name) => name.startsWith('.')).map((name) => resolve(file, name)),
    packages: specifiers.filter((name) => !name.startsWith('.')).map(packageOf),
  };
}

function resolve(from: string, specifier: string): string {
  const target = path.posix.join(path.posix.dirname(from), specifier);
  const candidates = [target, `${target}.ts`, `${target}/index.ts`];
  const found = candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(path.join(ROOT, candidate)));
  if (!found) throw new Error(`${from} imports ${specifier}, which is not there`);
  return found;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** As importsOf, without what is imported as a type only: it is gone when the file is compiled. */
function valuesImportedBy(file: string): Imports {
  const types = parse(file).statements.filter(
    (node) => (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && isTypeOnly(node),
  );
  const names = new Set(
    types.flatMap((node) => {
      const { moduleSpecifier } = node as ts.ImportDeclaration | ts.ExportDeclaration;
      return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
    }),
  );
  const { files, packages } = importsOf(file);
  const typeFiles = [...names].filter((name) => name.startsWith('.')).map((name) => resolve(file, name));
  return { files: files.filter((target) => !typeFiles.includes(target)), packages };
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause || clause.name) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  return named.length > 0 && named.every((one) => one.isTypeOnly);
}

/** Every file and package that loading a file brings along; without `types`, only what is there at run time. */
export function reach(start: string, { types = true }: { readonly types?: boolean } = {}): Imports {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    if (!file.endsWith('.ts')) return;
    const imports = types ? importsOf(file) : valuesImportedBy(file);
    imports.packages.forEach((name) => packages.add(name));
    imports.files.forEach(visit);
  };
  visit(start);
  return { files: [...files], packages: [...packages] };
}
