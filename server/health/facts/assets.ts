import type { PageFile } from './http';

export interface AssetAnswer extends Pick<PageFile, 'url' | 'kind'> {
  /** null: nobody answered. */
  readonly status: number | null;
  readonly type: string | null;
  readonly cacheControl: string | null;
}

export interface MissingFile {
  readonly url: string;
  readonly status: number;
  readonly type: string | null;
}

export interface AssetFacts {
  /** What the home page loads. */
  readonly assets: readonly AssetAnswer[];
  /** Asked for under a name that nobody has. */
  readonly missingAsset: MissingFile;
  /** At the addresses where service workers lie. */
  readonly serviceWorkers: readonly MissingFile[];
}
