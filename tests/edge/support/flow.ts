/** How much a stream takes before it holds its writer back. */
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** Writes so many bytes as fast as it is let, and ends. @returns how many it could hand over by now */
export function offer(stream: Writable, bytes: number): () => number {
  let written = 0;
  const write = (): void => {
    while (written < bytes) {
      const part = CHUNK.subarray(0, bytes - written);
      written += part.length;
      if (!stream.write(part)) return void stream.once('drain', write);
    }
    stream.end();
  };
  write();
  return () => written;
}

/** Waits until the count stands still. */
export async function settled(count: () => number): Promise<number> {
  let before = -1;
  while (before !== count()) {
    before = count();
    await sleep(300);
  }
  return before;
}
