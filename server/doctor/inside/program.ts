/** Another program of this machine that only tells something. */
import { execFile } from 'node:child_process';
import { isMissing } from '../../process/error-code';

export interface Told {
  readonly exitCode: number;
  readonly said: string;
}

const MOST_BYTES = 4 * 1024 * 1024;

/** @throws Error where it isn't installed, or is still busy when the signal comes */
export function ask(
  program: string,
  args: readonly string[],
  options: {
    readonly signal: AbortSignal;
    readonly uid?: number;
    readonly gid?: number;
    readonly env?: NodeJS.ProcessEnv;
  },
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { ...options, maxBuffer: MOST_BYTES }, (error, said) => {
      if (isMissing(error)) return void reject(new Error(`${program} is not installed here`, { cause: error }));
      // It ended by itself where its code is a number: what that means its caller knows.
      if (error && child.exitCode === null)
        return void reject(new Error(`${program}: ${error.message}`, { cause: error }));
      resolve({ exitCode: child.exitCode ?? 0, said });
    });
  });
}
