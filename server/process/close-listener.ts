import { Server } from 'node:net';

/**
 * Stops accepting and leaves every open connection alone. `http.Server.close()` would also cut idle keep-alive ones,
 * on which a peer may be sending its next request at this very moment. The server emits `close` when the last is gone.
 */
export function closeListener(server: Server): void {
  Server.prototype.close.call(server);
}
