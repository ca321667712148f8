/** What the build made of `public/`: pages ask here for the address of an asset by the name it has in the source. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Assets {
  /** `css/main.css` → `/assets/main.0a1b2c3d4e.css`; `js/main.js` for `public/js/main.ts`. @throws for an unknown name */
  url(name: string): string;
  /** Where the files lie that are served, unchanging, below `/assets/`. */
  readonly directory: string;
}

/** @throws when `npm run build` has not run or its manifest is damaged */
export function loadAssets(assetsDir: string): Assets {
  const addresses = readManifest(path.join(assetsDir, 'manifest.json'));
  return {
    url(name) {
      const address = addresses.get(name);
      if (address === undefined) throw new Error(`no asset is named "${name}": is it under public/ and built?`);
      return address;
    },
    directory: path.join(assetsDir, 'assets'),
  };
}

function readManifest(file: string): ReadonlyMap<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} can't be read: run npm run build`, { cause: error });
  }
  if (!isAddressRecord(parsed)) throw new Error(`${file} is not a list of addresses: run npm run build`);
  return new Map(Object.entries(parsed));
}

function isAddressRecord(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((address) => typeof address === 'string')
  );
}
