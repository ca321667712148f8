/** An answer that never ends, one JSON object a line. */
import type { ServerResponse } from 'node:http';

export interface Stream {
  /** Its first line is `{"ready":true}`. */
  open(): void;
  tell(line: object): void;
  end(): void;
}

/** What may wait in our memory for a reader that doesn't read: hours of heartbeats, or a thousand purges. */
const MOST_WAITING_BYTES = 64 * 1024;

export function createStream(response: ServerResponse): Stream {
  function tell(line: object): void {
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
    else response.write(`${JSON.stringify(line)}\n`);
  }
  return {
    open() {
      response.on('error', () => response.destroy());
      response.writeHead(200, {
        'Content-Type': 'application/x-ndjson',
        'Cache-Control': 'no-store',
        Connection: 'close',
      });
      tell({ ready: true });
    },
    tell,
    end() {
      // A reader that has stopped reading would never take the end either.
      if (response.writableLength > 0) response.destroy();
      else response.end();
    },
  };
}
