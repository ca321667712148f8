// undici takes an ECONNRESET for the end of an answer that its connection ends (client-h1.js, for macOS); renamed, it is
// told from a whole one. One that comes with the last bytes libuv calls an end: such an answer is never kept.
import { buildConnector } from 'undici';

const CONNECT_TIMEOUT_MS = 2_000;
export const SHOP_RESET = 'SHOP_RESET';

function renameReset(error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET') error.code = SHOP_RESET;
}

const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS });

export const connectToShop: buildConnector.connector = (options, done) => {
  connect(options, (...connected) => {
    // Before undici listens, so that it hears the other name.
    connected[1]?.on('error', renameReset);
    done(...connected);
  });
};
