import { rm } from 'node:fs/promises';
import './postgres-start';

export default async function stopPostgres(): Promise<void> {
  const running = globalThis.runningPostgres;
  if (!running) return;
  globalThis.runningPostgres = undefined;
  await running.postgres.stop();
  await rm(running.directory, { recursive: true, force: true });
}
