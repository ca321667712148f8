/** Where the project's own files lie, the same from `server/` (tests) and from `dist/server/` (everything else). */
import { existsSync } from 'node:fs';
import path from 'node:path';

export function findRoot(from: string = __dirname): string {
  if (existsSync(path.join(from, 'package.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('package.json was not found above the running file');
  return findRoot(parent);
}

export function projectPaths(root: string = findRoot()) {
  return {
    root,
    views: path.join(root, 'views'),
    migrations: path.join(root, 'migrations'),
    /** Hashed assets and their manifest, written by `npm run build`. */
    assets: path.join(root, 'dist', 'public'),
    release: path.join(root, 'dist', 'release.json'),
  } as const;
}
