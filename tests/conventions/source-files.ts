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

/** What is made of a file, made once for all tests of a test file. */
export function remembered<T>(make: (file: string) => T): (file: string) => T {
  const known = new Map<string, T>();
  return (file) => {
    if (!known.has(file)) known.set(file, make(file));
    return known.get(file)!;
  };
}

export const parse = remembered((file) => ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true));

export function nodesOf<T extends ts.Node>(root: ts.Node, isOfKind: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (isOfKind(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

interface Imports {
  /** Files of ours, as paths from the root. */
  readonly files: readonly string[];
  /** Packages and Node's modules, without what is below them: `@pulumi/aws`, `node:fs`. */
  readonly packages: readonly string[];
}

interface Named {
  readonly specifier: string;
  /** Gone when the file is compiled. */
  readonly isType: boolean;
}

/**
 * Every module that a file names. By its syntax: `ts.preProcessFile` misses `export * as x from`, the types of
 * `import('…').T`, and whatever follows a regular expression with a quote in it.
 */
export function modulesNamedIn(source: ts.SourceFile): readonly Named[] {
  const named: Named[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) named.push({ specifier: specifier.text, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node));
    else if (ts.isExternalModuleReference(node)) add(node.expression, node.parent.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], false);
    // In a module this widens another module's types; elsewhere it would declare one.
    else if (ts.isModuleDeclaration(node) && ts.isExternalModule(source)) add(node.name, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return named;
}

const isLoading = (called: ts.Expression): boolean =>
  called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const named = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
    return node.isTypeOnly || (named.length > 0 && named.every((one) => one.isTypeOnly));
  }
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (clause.name) return false;
  const named = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : [];
  return named.length > 0 && named.every((one) => one.isTypeOnly);
}

export const importsOf = remembered((file) => sorted(file, modulesNamedIn(parse(file))));

/** As importsOf, without what is imported as a type only: a module that is imported both ways is loaded. */
const valuesImportedBy = remembered((file) => {
  const named = modulesNamedIn(parse(file));
  return sorted(
    file,
    named.filter(({ isType }) => !isType),
  );
});

function sorted(file: string, named: readonly Named[]): Imports {
  const specifiers = [...new Set(named.map(({ specifier }) => specifier))];
  return {
    files: specifiers.filter((name) => name.startsWith('.')).map((name) => resolve(file, name)),
    packages: specifiers.filter((name) => !name.startsWith('.')).map(packageOf),
  };
}

export function resolve(from: string, specifier: string): string {
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
