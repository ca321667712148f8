/** A program of its own on the shop's machine: opens to the world what only the machine itself should reach. */
import net from 'node:net';

const [address = '', port = ''] = process.argv.slice(2);

net
  .createServer((from) => {
    const to = net.connect(Number(port), '127.0.0.1');
    for (const one of [from, to]) one.once('error', () => void (from.destroy(), to.destroy()));
    from.pipe(to).pipe(from);
  })
  .listen(Number(port), address, () => process.send?.('ready'));
