/** AWS's own CLI, as the operator is signed in to it. */
import { ProgramError, type RunProgram } from './run-program';

export type Aws = (args: readonly string[], timeoutMs?: number) => Promise<string>;

const CALL_MS = 60_000;
const MAJOR = 2;
/** The first 2.x that has `aws login`. */
const LOGIN_MINOR = 32;
const INSTALL = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';
const NOT_SIGNED_IN =
  /Unable to locate credentials|reauthenticate|(?:Token|session|credentials)[^\n]*\bexpired|\bExpiredToken|InvalidClientTokenId|RequestExpired/i;

/** @throws Error with what to do where there is none, or an old one; its calls: ProgramError, with a hint to sign in */
export async function openAwsCli(run: RunProgram): Promise<Aws> {
  const said = await run('aws', ['--version'], { timeoutMs: CALL_MS }).catch((error: unknown) => {
    const isMissing = error instanceof ProgramError && error.exitCode === null;
    throw isMissing ? new Error(`The AWS CLI is needed, version ${MAJOR}: ${INSTALL}\n${error.message}`) : error;
  });
  const [, major, minor] = /^aws-cli\/(\d+)\.(\d+)/m.exec(said) ?? [];
  if (Number(major) !== MAJOR) {
    throw new Error(`The AWS CLI has to be of version ${MAJOR}; this is ${said.trim() || 'none'}. See ${INSTALL}`);
  }
  return async (args, timeoutMs = CALL_MS) => {
    try {
      return await run('aws', args, { timeoutMs });
    } catch (error) {
      if (!(error instanceof ProgramError) || !NOT_SIGNED_IN.test(error.message)) throw error;
      throw new ProgramError('aws', error.exitCode, `${signIn(Number(minor))}\n${error.message}`);
    }
  };
}

function signIn(minor: number): string {
  const how =
    'AWS does not know who you are: sign in with `aws login`, or set AWS_PROFILE to a profile that is signed in.';
  return minor >= LOGIN_MINOR
    ? how
    : `${how} \`aws login\` needs the CLI 2.${LOGIN_MINOR}; this is 2.${minor}: ${INSTALL}`;
}
