/** Which release runs: read from `release.json`, which `npm run build` writes beside the compiled files. */
import { readFileSync } from 'node:fs';
import { projectPaths } from '../config/paths';

export interface Release {
  readonly version: string;
  /** The commit's short id, or null where the build had no git checkout. */
  readonly commit: string | null;
  /** The name it was deployed by (server/release/id.ts); missing where the build was not packed. */
  readonly id?: string;
}

/** `1.2.3+abc1234`, semver's build metadata carrying the commit, or the deploy: `1.2.3+20261120130000-abc1234`. */
export function releaseName(release: Release): string {
  const build = release.id ?? release.commit;
  return build ? `${release.version}+${build}` : release.version;
}

/** @throws when `npm run build` has not run or its file is damaged */
export function readRelease(file: string = projectPaths().release): Release {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed) || typeof parsed.version !== 'string') {
    throw new Error(`${file} names no version: run npm run build`);
  }
  const commit = 'commit' in parsed && typeof parsed.commit === 'string' ? parsed.commit : null;
  const id = 'id' in parsed && typeof parsed.id === 'string' ? { id: parsed.id } : {};
  return { version: parsed.version, commit, ...id };
}
