import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntilChallengesAreAnswered } from '../../../server/certificates/challenge-check';
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
    response.end(challenges.kept.get(request.url?.split('/').at(-1) ?? '') ?? 'nothing');
  });
  await new Promise<void>((resolve) => edge.listen(httpPort, '127.0.0.1', resolve));
  await waiting;
  edge.close();
  expect(seen).toContain('essence-aura.com');
  expect(challenges.kept.size).toBe(0);
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
