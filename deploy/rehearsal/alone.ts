/** One rehearsal at a time on a computer: machine and network have fixed names, and a second would take them away. */
import net from 'node:net';

/** In Linux' abstract namespace: the kernel lets go of it with the process, however that ends. */
const NAME = '\0essence-aura-rehearsal';

export function takeStage(): Promise<() => void> {
  const server = net.createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error('another rehearsal is running on this computer') : error);
    });
    server.listen(NAME, () => resolve(() => server.close()));
    server.unref();
  });
}
