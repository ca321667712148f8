/**
 * The front door against nginx and Caddy: pages from the cache, pages passed on, TLS handshakes and memory. Ratios of
 * medians within one run; computing time per request besides, which other work on the machine disturbs least.
 */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os, { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { DOMAIN, isCached, startFrontDoors, type FrontDoor, type FrontDoors } from './front-doors';
import { handshakesPerSecond, http2RequestsPerSecond, median, requestsPerSecond, type Handshake } from './load';
import { cpuSeconds, residentBytes } from './process-facts';
import { CACHED_PATH, PROXIED_PATH } from './upstream';
import { writeDown } from './write-down';

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 32;
const HTTP2 = { connections: 16, streams: 8 } as const;
const HANDSHAKE_CLIENTS = 3;

interface Discipline {
  readonly name: string;
  readonly needsCache: boolean;
  readonly bars: readonly { readonly against: FrontDoor['name']; readonly atLeast: number }[];
  /** @returns per second */
  run(door: FrontDoor): Promise<number>;
}

const http1 = (pathname: string) => (door: FrontDoor) =>
  requestsPerSecond({ ...target(door, pathname), headers: { Host: DOMAIN }, connections: CONNECTIONS });
const http2 = (pathname: string) => (door: FrontDoor) =>
  http2RequestsPerSecond({ ...target(door, pathname), headers: { ':authority': DOMAIN }, ...HTTP2 });
const handshakes = (kind: Handshake) => (door: FrontDoor) =>
  handshakesPerSecond({
    port: door.httpsPort,
    seconds: SECONDS - 1,
    clients: HANDSHAKE_CLIENTS,
    kind,
    pathname: CACHED_PATH,
  });
/** wrk sends no SNI for an address, so the site is asked by a name that every resolver knows. */
const target = (door: FrontDoor, pathname: string) => ({
  url: `https://localhost:${door.httpsPort}${pathname}`,
  seconds: SECONDS,
});

const DISCIPLINES: readonly Discipline[] = [
  {
    name: 'cached, HTTP/1.1',
    needsCache: true,
    bars: [
      { against: 'nginx', atLeast: 0.6 },
      { against: 'caddy', atLeast: 1.5 },
    ],
    run: http1(CACHED_PATH),
  },
  {
    name: 'cached, HTTP/2',
    needsCache: true,
    bars: [{ against: 'nginx', atLeast: 0.5 }],
    run: http2(CACHED_PATH),
  },
  {
    name: 'proxied, HTTP/1.1',
    needsCache: false,
    bars: [{ against: 'caddy', atLeast: 1.15 }],
    run: http1(PROXIED_PATH),
  },
  { name: 'proxied, HTTP/2', needsCache: false, bars: [], run: http2(PROXIED_PATH) },
  { name: 'full handshakes, TLS 1.3', needsCache: false, bars: [], run: handshakes('full') },
  { name: 'resumed handshakes, TLS 1.2', needsCache: false, bars: [], run: handshakes('resumed-1.2') },
  {
    name: 'resumed handshakes, TLS 1.3, with a cached page each',
    needsCache: true,
    bars: [],
    run: handshakes('resumed-1.3'),
  },
];

interface Figures {
  /** Per second, one a round. */
  readonly rates: number[];
  /** Of the server's computing time, for one request or handshake. */
  readonly microseconds: number[];
}

type Results = ReadonlyMap<string, ReadonlyMap<FrontDoor['name'], Figures>>;

async function measure(doors: readonly FrontDoor[], memory: Map<string, number>): Promise<Results> {
  const results = new Map(
    DISCIPLINES.map(({ name }) => [
      name,
      new Map(doors.map((door): [FrontDoor['name'], Figures] => [door.name, { rates: [], microseconds: [] }])),
    ]),
  );
  const progress = process.stderr.isTTY;
  // Round 0 warms everything up and counts for nothing.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const discipline of DISCIPLINES) {
      // Nobody always comes first.
      const first = round % doors.length;
      const order = [...doors.slice(first), ...doors.slice(0, first)];
      for (const door of order) {
        if (progress)
          process.stderr.write(`\r\u001b[2K  round ${round} of ${ROUNDS}: ${discipline.name}, ${door.name}`);
        const before = { cpu: cpuSeconds(door.pid), atMs: performance.now() };
        const rate = await discipline.run(door);
        // The client's start is in it, which is little beside a run.
        const count = rate * ((performance.now() - before.atMs) / 1000);
        const used = cpuSeconds(door.pid) - before.cpu;
        memory.set(door.name, Math.max(memory.get(door.name) ?? 0, residentBytes(door.pid)));
        if (round === 0) continue;
        const figures = results.get(discipline.name)?.get(door.name);
        figures?.rates.push(rate);
        figures?.microseconds.push((used / count) * 1e6);
      }
    }
  }
  if (progress) process.stderr.write('\r\u001b[2K');
  return results;
}

const whole = (value: number): string => String(Math.round(value));

function table(results: Results, cached: ReadonlyMap<string, boolean>): string[] {
  const lines = [
    '| | edge /s | nginx /s | Caddy /s | × nginx | × Caddy | bar | edge µs | nginx µs | Caddy µs |',
    '|---|---:|---:|---:|---:|---:|---|---:|---:|---:|',
  ];
  for (const discipline of DISCIPLINES) {
    const figures = results.get(discipline.name);
    const rate = (name: FrontDoor['name']): number => median(figures?.get(name)?.rates ?? []);
    const microseconds = (name: FrontDoor['name']): string => whole(median(figures?.get(name)?.microseconds ?? []));
    const ratio = (name: FrontDoor['name']): number => rate('edge') / rate(name);
    const missed = discipline.needsCache && cached.get('edge') !== true;
    const bars = discipline.bars.map(({ against, atLeast }) => {
      const verdict = missed ? 'not cached' : ratio(against) >= atLeast ? 'held' : 'missed';
      return `${atLeast} × ${against}: ${verdict}`;
    });
    const cells = [
      missed ? `${discipline.name} (the edge answered from the shop: no cache)` : discipline.name,
      ...(['edge', 'nginx', 'caddy'] as const).map((name) => whole(rate(name))),
      ratio('nginx').toFixed(2),
      ratio('caddy').toFixed(2),
      bars.join(', '),
      ...(['edge', 'nginx', 'caddy'] as const).map(microseconds),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return lines;
}

export async function edge(): Promise<void> {
  console.log(`\nedge: ${ROUNDS} alternating rounds of ${SECONDS} s after one that warms up, medians\n`);
  const directory = mkdtempSync(path.join(os.tmpdir(), 'essence-bench-'));
  const loadBefore = loadavg()[0] ?? 0;
  let front: FrontDoors | null = null;
  try {
    front = await startFrontDoors(directory);
    const cached = new Map<string, boolean>();
    for (const door of front.doors) cached.set(door.name, await isCached(door));
    const memory = new Map<string, number>();
    const results = await measure(front.doors, memory);
    const date = new Date().toISOString().slice(0, 10);
    const megabytes = [...memory].map(([name, bytes]) => `${name} ${whole(bytes / 1024 / 1024)} MB`).join(', ');
    const lines = [
      ...table(results, cached),
      '',
      `${date}, ${cpus().length} shared cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, load ${loadBefore.toFixed(1)} before the run and ${(loadavg()[0] ?? 0).toFixed(1)} after.`,
      `Largest resident memory: ${megabytes}.`,
    ];
    console.log(lines.join('\n'));
    writeDown('edge', lines);
  } finally {
    await front?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
