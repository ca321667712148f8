/** Answers that never end, one JSON object a line: every open one is told the same. */
import type { ServerResponse } from 'node:http';

export interface Streams {
  readonly size: number;
  /** Answers with a stream whose first line is `{"ready":true}`. */
  open(response: ServerResponse): void;
  send(line: object): void;
  /** Ends every open stream, and its connection with it. */
  endAll(): void;
}

/** What may wait in our memory for a reader that doesn't read: hours of heartbeats, or a thousand purges. */
const MOST_WAITING_BYTES = 64 * 1024;

export function createStreams(): Streams {
  const open = new Set<ServerResponse>();

  function send(response: ServerResponse, line: string): void {
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
    else response.write(line);
  }

  return {
    get size() {
      return open.size;
    },
    open(response) {
      response.on('close', () => open.delete(response));
      response.on('error', () => response.destroy());
      response.writeHead(200, {
        'Content-Type': 'application/x-ndjson',
        'Cache-Control': 'no-store',
        Connection: 'close',
      });
      open.add(response);
      send(response, '{"ready":true}\n');
    },
    send(line) {
      const text = `${JSON.stringify(line)}\n`;
      for (const response of open) send(response, text);
    },
    endAll() {
      for (const response of open) {
        // A reader that has stopped reading would never take the end either.
        if (response.writableLength > 0) response.destroy();
        else response.end();
      }
      open.clear();
    },
  };
}
