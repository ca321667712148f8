/** The second half of `npm run build`, run from the staging directory: only a whole build takes `dist/`'s place. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { AssetError, buildAssets } from '../assets/build';
import { writeReleaseFile } from '../assets/release-file';
import { replaceDirectory } from '../assets/replace-directory';
import { findRoot } from '../config/paths';
import { accordRules } from '../pictures/accord-colours';

async function main(): Promise<void> {
  const root = findRoot();
  const staging = path.resolve(__dirname, '..', '..');
  const target = path.join(root, 'dist');
  try {
    const directories = { publicDir: path.join(root, 'public'), outDir: path.join(staging, 'public') };
    await buildAssets({ ...directories, made: { accords: accordRules() } });
    writeReleaseFile({ root, file: path.join(staging, 'release.json') });
    if (staging !== target) replaceDirectory(target, staging);
  } catch (error) {
    if (staging !== target) rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof AssetError ? `The build failed.\n${error.message}` : error);
  process.exitCode = 1;
});
