import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createAskAws } from '../../deploy/aws-cli';
import { newDirectory } from './directories';

const before = process.env.PATH;
afterEach(() => {
  process.env.PATH = before;
});

function install(script: string): void {
  const directory = newDirectory();
  const file = path.join(directory, 'aws');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  process.env.PATH = `${directory}:${before}`;
}

test("AWS is asked as the operator's own CLI asks it: in JSON, without a pager, with the stack's profile", async () => {
  install(`printf '{"args":"%s","profile":"%s","pager":"%s"}' "$*" "$AWS_PROFILE" "$AWS_PAGER"`);
  expect(await createAskAws('shop')(['sesv2', 'get-account'])).toEqual({
    args: 'sesv2 get-account --output json',
    profile: 'shop',
    pager: '',
  });
});

test('what AWS refuses with is told, for a reason lies in it', async () => {
  install(`echo 'An error occurred (NotFound) when calling …' >&2; exit 254`);
  await expect(createAskAws(undefined)(['sns'])).rejects.toMatchObject({
    stderr: expect.stringContaining('(NotFound)') as string,
  });
});

test('where there is no CLI that is said', async () => {
  process.env.PATH = newDirectory();
  await expect(createAskAws(undefined)(['sns'])).rejects.toThrow('ENOENT');
});
