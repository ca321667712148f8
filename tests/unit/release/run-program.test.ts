import { ProgramError, runProgram } from '../../../server/release/run-program';

const node = (script: string, timeoutMs = 20_000, signal?: AbortSignal): Promise<string> =>
  runProgram(process.execPath, ['-e', script], { timeoutMs, ...(signal ? { signal } : {}) });

test('what a program prints is returned, and every line of both streams is heard', async () => {
  const lines: string[] = [];
  const script = "process.stdout.write('one\\ntwo'); process.stderr.write('three\\n')";
  const output = await runProgram(process.execPath, ['-e', script], {
    timeoutMs: 20_000,
    onLine: (line) => lines.push(line),
  });
  expect(output).toBe('one\ntwo');
  expect(lines.sort()).toEqual(['one', 'three', 'two']);
});

test('one that fails is told with its code and the end of what it said', async () => {
  const failing = node("for (let i = 0; i < 40; i++) console.error('line ' + i); process.exitCode = 3");
  await expect(failing).rejects.toMatchObject({ exitCode: 3 });
  const message = await failing.catch((error: unknown) => String(error));
  expect(message).toMatch(/ended with 3\nline 25\n[^]*line 39$/);
});

test('one that is not there is told in a sentence, and nothing waits for it', async () => {
  const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const missing = runProgram('essence-not-there', [], { timeoutMs: 600_000 });
  await expect(missing).rejects.toThrow(ProgramError);
  await expect(missing).rejects.toThrow('essence-not-there is not installed here');
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(before);
});

test('one that takes too long is ended', async () => {
  await expect(node('setTimeout(() => {}, 60_000)', 300)).rejects.toThrow('took longer than');
});

test('one that takes too long and will not end is killed, and nobody waits for what it has started', async () => {
  const grandchild = "require('node:child_process').spawn('sleep', ['20'], { stdio: 'inherit', detached: true }).pid";
  const script = `process.on('SIGTERM', () => {}); console.log(${grandchild}); setInterval(() => {}, 1000)`;
  let pid = 0;
  const running = runProgram(process.execPath, ['-e', script], {
    timeoutMs: 700,
    graceMs: 100,
    onLine: (line) => (pid = Number(line)),
  });
  try {
    await expect(running).rejects.toThrow('took longer than');
  } finally {
    if (pid > 0) process.kill(pid, 'SIGKILL');
  }
}, 10_000);

test('one that is stopped is ended', async () => {
  const stop = new AbortController();
  const running = node('setTimeout(() => {}, 60_000)', 30_000, stop.signal);
  stop.abort();
  await expect(running).rejects.toThrow(ProgramError);
});

test('no shell reads its arguments', async () => {
  const script = 'process.stdout.write(process.argv[1])';
  const output = await runProgram(process.execPath, ['-e', script, '$(id); `id` && x'], { timeoutMs: 20_000 });
  expect(output).toBe('$(id); `id` && x');
});
