import net from 'node:net';
import { closeLater } from './edge';

interface Dials {
  /** Of all so far, in order. */
  readonly made: { readonly host?: string; readonly port?: number | string }[];
  readonly stop: () => void;
}

/** Notes whom this process connects to. */
export function noteDials(): Dials {
  const made: Dials['made'] = [];
  const { prototype } = net.Socket;
  const original = Reflect.get(prototype, 'connect');
  const spy = jest.spyOn(prototype, 'connect').mockImplementation(function (this: net.Socket, ...args) {
    // Node's own callers pass their arguments as one array.
    made.push((args.flat() as unknown as Dials['made'])[0]!);
    return Reflect.apply(original, this, args);
  });
  const stop = (): void => spy.mockRestore();
  closeLater(stop);
  return { made, stop };
}
