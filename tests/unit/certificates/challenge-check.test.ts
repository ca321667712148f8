import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { lookForNames, waitUntilChallengesAreAnswered } from '../../../server/certificates/challenge-check';
import { createLogger } from '../../../server/process/logger';
import { freePorts } from '../../setup/ports';

const logger = createLogger({ level: 'silent', process: 'tests' });

function memoryChallenges() {
  const kept = new Map<string, string>();
  return {
    kept,
    saveChallenge: (token: string, answer: string) => Promise.resolve(void kept.set(token, answer)),
    removeChallenge: (token: string) => Promise.resolve(void kept.delete(token)),
  };
}

const edgeOf =
  ({ kept }: ReturnType<typeof memoryChallenges>): RequestListener =>
  (request, response) =>
    response.end(kept.get(request.url?.split('/').at(-1) ?? '') ?? 'nothing');

test('an order waits until the edge answers challenges, and the trial leaves nothing behind', async () => {
  const [httpPort = 0] = await freePorts(1);
  const challenges = memoryChallenges();
  const seen: string[] = [];
  let passed = false;
  const { signal } = new AbortController();
  const options = { challenges, httpPort, host: 'essence-aura.com', logger, signal };
  const waiting = waitUntilChallengesAreAnswered(options).then(() => (passed = true));
  await sleep(400);
  expect(passed).toBe(false);

  const edge = createServer((request, response) => {
    seen.push(request.headers.host ?? '');
    edgeOf(challenges)(request, response);
  });
  await new Promise<void>((resolve) => edge.listen(httpPort, '127.0.0.1', resolve));
  await waiting;
  edge.close();
  expect(seen).toContain('essence-aura.com');
  expect(challenges.kept.size).toBe(0);
});

test('an edge that listens on one address is asked there', async () => {
  const [httpPort = 0] = await freePorts(1);
  const challenges = memoryChallenges();
  const edge = createServer(edgeOf(challenges));
  await new Promise<void>((resolve) => edge.listen(httpPort, '127.0.0.9', resolve));
  const options = { challenges, httpPort, host: 'essence-aura.com', logger, signal: AbortSignal.timeout(5_000) };
  await waitUntilChallengesAreAnswered({ ...options, edgeAddress: '127.0.0.9' });
  edge.close();
});

test('somebody else on the port is not the edge, and a stop ends the wait', async () => {
  const [httpPort = 0] = await freePorts(1);
  const other = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => other.listen(httpPort, '127.0.0.1', resolve));
  const challenges = memoryChallenges();
  const stopping = new AbortController();
  const { signal } = stopping;
  const waiting = waitUntilChallengesAreAnswered({ challenges, httpPort, host: 'essence-aura.com', logger, signal });
  setTimeout(() => stopping.abort(), 600);
  await expect(waiting).rejects.toThrow();
  other.close();
  expect(challenges.kept.size).toBe(0);
});

describe('whether the names lead here', () => {
  const names = ['essence-aura.com', 'www.essence-aura.com'];
  const { signal } = new AbortController();

  async function ask(
    answer: RequestListener,
    leadHere: readonly string[],
    challenges = memoryChallenges(),
    delayMs = 0,
  ) {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const asked: string[] = [];
    const reach = await lookForNames({
      challenges,
      names,
      signal,
      port,
      lookup(name, _options, callback) {
        asked.push(name);
        setTimeout(() => {
          if (leadHere.includes(name)) callback(null, [{ address: '127.0.0.1', family: 4 }]);
          else callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
        }, delayMs);
      },
    });
    server.closeAllConnections();
    server.close();
    return { ...reach, asked, left: challenges.kept.size };
  }

  test('they do when this machine answers under each of them, and nothing is left behind', async () => {
    const challenges = memoryChallenges();
    const { reached, slowDns, asked, left } = await ask(edgeOf(challenges), names, challenges);
    expect(reached).toBe(true);
    expect(slowDns).toBe(false);
    expect([...new Set(asked)].sort()).toEqual(names);
    expect(left).toBe(0);
  });

  test('they do not when one of them is not known yet', async () => {
    const challenges = memoryChallenges();
    expect(await ask(edgeOf(challenges), names.slice(0, 1), challenges)).toMatchObject({
      reached: false,
      slowDns: false,
      left: 0,
    });
  });

  test.each([
    ['this machine', names, true],
    ['nowhere', [], false],
  ])(
    'by name servers that take longer than two seconds to name %s: they are slow, which is another thing',
    async (_w, leadHere, reached) => {
      const challenges = memoryChallenges();
      expect(await ask(edgeOf(challenges), leadHere, challenges, 2_100)).toMatchObject({ reached, slowDns: true });
    },
  );

  test('by name servers that never answer: they are slow', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    const looking = lookForNames({ challenges: memoryChallenges(), names, signal, port: 1, lookup: () => undefined });
    await jest.advanceTimersByTimeAsync(10_000);
    jest.useRealTimers();
    expect(await looking).toEqual({ reached: false, slowDns: true });
  });

  test('they do not when somebody else answers, for ever even', async () => {
    const parking: RequestListener = (_request, response) => {
      const more = setInterval(() => response.write('this domain is for sale '.repeat(100)), 1);
      response.on('close', () => clearInterval(more));
    };
    expect(await ask(parking, names)).toMatchObject({ reached: false });
  });

  test('a disk that is full says no, and a stop is a stop', async () => {
    const full = { saveChallenge: () => Promise.reject(new Error('ENOSPC')), removeChallenge: () => Promise.resolve() };
    expect((await lookForNames({ challenges: full, names, signal })).reached).toBe(false);
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(lookForNames({ challenges: full, names, signal: stopped })).rejects.toThrow('stopped');
  });
});
