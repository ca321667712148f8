import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as unknown;

test("npx takes Pulumi's CLI from here, in one exact version: otherwise it fetches the newest, and talks meanwhile", () => {
  const { devDependencies } = read('package.json') as { devDependencies: Record<string, string> };
  expect(devDependencies.pulumi).toMatch(/^\d+\.\d+\.\d+$/);
  const installed = read('node_modules/pulumi/package.json') as { version?: string; bin?: Record<string, string> };
  expect(installed.version).toBe(devDependencies.pulumi);
  expect(installed.bin).toHaveProperty('pulumi');
});
