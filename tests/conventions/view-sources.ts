/** Views as the code that they are. */
import ts from 'typescript';
import { read } from './source-files';

/** What stands between two tags of a template, and the tags. */
const TAG = /<%([=\-_#]?)([^]*?)([-_]?)%>/g;

/** A view's code without its markup. */
export function viewSource(view: string): ts.SourceFile {
  const code = Array.from(read(view).matchAll(TAG), ([, kind, inner = '']) =>
    kind === '#' ? '' : kind === '=' || kind === '-' ? `;(${inner});` : inner,
  );
  return ts.createSourceFile(view, code.join('\n'), ts.ScriptTarget.ES2022, true);
}
