/** A file without a name that is read while it is written: a slow reader keeps no transaction open. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

const PART_BYTES = 256 * 1024;

export interface Spool {
  /** @throws Error once it was abandoned */
  write(part: string | Uint8Array): Promise<void>;
  /** Nothing more comes. @param failure what its reader meets instead of the end */
  end(failure?: Error): void;
  abandon(): void;
  /** Each is good until the next is asked for. */
  parts(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

export async function openSpool(directory: string): Promise<Spool> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, randomUUID());
  const handle = await open(file, 'wx+', 0o600);
  await rm(file);
  let written = 0;
  let isAbandoned = false;
  let end: { readonly failure: Error | undefined } | null = null;
  let wake = (): void => undefined;

  async function* parts(): AsyncGenerator<Buffer> {
    const part = Buffer.alloc(PART_BYTES);
    for (let at = 0; ;) {
      const length = Math.min(written - at, part.length);
      if (length > 0) {
        const { bytesRead } = await handle.read(part, 0, length, at);
        at += bytesRead;
        yield part.subarray(0, bytesRead);
      } else if (end === null) await new Promise<void>((resolve) => (wake = resolve));
      else if (end.failure === undefined) return;
      else throw end.failure;
    }
  }

  return {
    async write(part) {
      if (isAbandoned) throw new Error('nobody reads on');
      const { bytesWritten } = await handle.write(Buffer.from(part), 0, null, written);
      written += bytesWritten;
      wake();
    },
    end(failure) {
      end = { failure };
      wake();
    },
    abandon: () => void (isAbandoned = true),
    parts,
    close: () => handle.close(),
  };
}
