/** The keys and values of a stack file's `config:` map, which is flat but for its secrets. Pulumi itself reads the rest. */
import { readFileSync } from 'node:fs';

/** @param options.commented take lines that are commented out, too */
export function readStackFile(file: string, options: { readonly commented?: boolean } = {}): Record<string, string> {
  const line = options.commented ? /^ {2}(?:# )?([\w-]+:\w+):(?: (.*))?$/gm : /^ {2}([\w-]+:\w+):(?: (.*))?$/gm;
  const pairs = readFileSync(file, 'utf8').matchAll(line);
  return Object.fromEntries(Array.from(pairs, ([, name, value]) => [String(name), unquoted(value ?? '')]));
}

function unquoted(value: string): string {
  return /^(['"])(.*)\1$/.exec(value.trim())?.[2] ?? value.trim();
}
