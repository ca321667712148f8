/** Questions to AWS that no resource and no data source of Pulumi's answers, asked as the operator's own CLI asks them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** @returns what AWS answers @throws what it refuses with, `(NotFound)` and the like within */
export type AskAws = (args: readonly string[]) => Promise<unknown>;

const TIMEOUT_MS = 20_000;

/** @param profile the one that the stack names as aws:profile, if any */
export function createAskAws(profile: string | undefined): AskAws {
  const env = { ...process.env, AWS_PAGER: '', ...(profile && { AWS_PROFILE: profile }) };
  return async (args) => {
    const answer = await promisify(execFile)('aws', [...args, '--output', 'json'], { env, timeout: TIMEOUT_MS });
    return JSON.parse(answer.stdout) as unknown;
  };
}
