/** A deploy ends by itself, live or rolled back, also when its connection is gone or somebody presses Ctrl-C. */
export function surviveHangUp(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
