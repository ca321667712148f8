import { Server } from 'node:net';

/** Leaves open connections alone; `http.Server.close()` also cuts idle ones, on which a peer may just be sending. */
export function closeListener(server: Server): void {
  Server.prototype.close.call(server);
}
