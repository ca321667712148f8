/**
 * A deploy must not stop half-way because the connection it was started over is gone, or because somebody presses
 * Ctrl-C on the other side: it ends by itself, live or rolled back, within minutes.
 */
export function surviveHangUp(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
