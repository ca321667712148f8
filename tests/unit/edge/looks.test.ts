import { EventEmitter } from 'node:events';
import { lookInOrder, type Look } from '../../../server/edge/looks';

function listened() {
  const seen: string[] = [];
  const [http, https] = [new EventEmitter(), new EventEmitter()];
  for (const event of ['connection', 'stream', 'request', 'secureConnection']) {
    https.on(event, () => void seen.push(`Node’s ${event}`));
  }
  const named = (name: string, stays = true): Look => ({
    connection: (_raw, secure) => seen.push(`${name} sees a connection, ${secure ? 'secure' : 'plain'}`) > 0 && stays,
    secured: () => void seen.push(`${name} sees a handshake`),
    stream: () => seen.push(`${name} sees a stream`) > 0 && stays,
    request: (next) => (request, response) => {
      seen.push(`${name} sees a request`);
      if (stays) next(request, response);
    },
  });
  const look = (...order: Look[]) => lookInOrder({ http, https } as never, order);
  return { seen, http, https, named, look };
}

test('each look hands on to the next, and Node’s own listeners come last', () => {
  const { seen, http, https, named, look } = listened();
  look(named('first'), {}, named('second'));
  http.emit('connection', {});
  https.emit('connection', {});
  https.emit('stream', {}, {}, 0, []);
  expect(seen).toEqual([
    ...['first sees a connection, plain', 'second sees a connection, plain'],
    ...['first sees a connection, secure', 'second sees a connection, secure', 'Node’s connection'],
    ...['first sees a stream', 'second sees a stream', 'Node’s stream'],
  ]);
});

test('what one refuses or answers goes no further', () => {
  const { seen, https, named, look } = listened();
  look(named('first', false), named('second'));
  for (const event of ['connection', 'stream', 'request']) https.emit(event, {}, {});
  expect(seen).toEqual(['first sees a connection, secure', 'first sees a stream', 'first sees a request']);
});

test('a request that nobody answers is cut, and a handshake is seen before Node sees it', () => {
  const { seen, https, named, look } = listened();
  look(named('first'));
  https.emit('secureConnection', {});
  https.emit('request', {}, { destroy: () => void seen.push('cut') });
  expect(seen).toEqual(['first sees a handshake', 'Node’s secureConnection', 'first sees a request', 'cut']);
});

test('a connection of the edge’s own is looked at by nobody', () => {
  const { seen, named, look } = listened();
  look(named('first', false))({} as never);
  expect(seen).toEqual(['Node’s connection']);
});
