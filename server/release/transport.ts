/** The road to a host: SSH to any machine, S3 and Systems Manager to the one of a stack, or one of a rehearsal. */
import type { Artefact } from './artefact';

export interface Transport {
  readonly target: string;
  /** @returns where the file lies on the host, for `run` */
  put(file: string): Promise<string>;
  /** As root on the host. @param onLine gets what it prints, as soon as the road brings it @throws ProgramError */
  run(command: readonly string[], onLine: (line: string) => void): Promise<void>;
  /** Called once the release is live: a machine that is made anew opens with it. */
  readonly announce?: (artefact: Artefact) => Promise<void>;
  readonly end?: () => Promise<void>;
}

/** For a shell on the other side, which both roads have. */
export function shellQuoted(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w./:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}
