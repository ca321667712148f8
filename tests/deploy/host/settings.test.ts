import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const files = path.resolve(__dirname, '..', '..', '..', 'deploy', 'host', 'files');
const read = (name: string): string => readFileSync(path.join(files, name), 'utf8');

function settingsFor(mib: number, cpus: number): Record<string, string> {
  const script = path.join(files, 'usr/local/lib/essence-aura/postgres-settings.sh');
  const output = execFileSync('bash', [script, String(mib), String(cpus)], { encoding: 'utf8' });
  const lines = Array.from(output.matchAll(/^(\w+) = '?(.*?)'?$/gm), ([, name, value]) => [name, value]);
  return Object.fromEntries(lines) as Record<string, string>;
}

const mibOf = (value: string | undefined): number => {
  expect(value).toMatch(/^\d+MB$/);
  return parseInt(String(value), 10);
};

describe("Postgres' settings", () => {
  test.each([
    [512, 1],
    [1024, 2],
    [2048, 2],
    [4096, 2],
    [8192, 2],
    [16_384, 4],
    [65_536, 16],
    [262_144, 64],
  ])('for %i MiB and %i processors leave most of the memory to the shop and hold their connections', (mib, cpus) => {
    const settings = settingsFor(mib, cpus);
    const buffers = mibOf(settings.shared_buffers);
    const connections = Number(settings.max_connections);
    expect(buffers).toBeGreaterThanOrEqual(64);
    expect(buffers).toBeLessThanOrEqual(mib / 4);
    // Ten a worker of the shop, eight and the queue's two for the jobs, three that Postgres keeps for its superuser.
    expect(connections).toBeGreaterThanOrEqual(cpus * 10 + 10 + 3);
    const sorting = mibOf(settings.work_mem) * (connections / 4);
    expect(buffers + sorting + mibOf(settings.maintenance_work_mem)).toBeLessThanOrEqual(mib / 2);
    expect(mibOf(settings.max_wal_size)).toBeGreaterThanOrEqual(2 * mibOf(settings.min_wal_size));
  });

  test('give a machine with more memory more of it', () => {
    const small = settingsFor(2048, 2);
    const large = settingsFor(16_384, 2);
    for (const name of ['shared_buffers', 'effective_cache_size', 'maintenance_work_mem', 'work_mem']) {
      expect([name, mibOf(large[name]) > mibOf(small[name])]).toEqual([name, true]);
    }
  });

  test('listen on no address, and send the log away within five minutes', () => {
    const settings = settingsFor(2048, 2);
    expect(settings.listen_addresses).toBe('');
    expect(settings.archive_mode).toBe('on');
    expect(settings.archive_command).toMatch(/^pgbackrest .*archive-push %p$/);
    expect(Number(settings.archive_timeout)).toBeLessThanOrEqual(240);
    // What is acknowledged is on the disk: neither is ever turned off.
    expect(settings).not.toHaveProperty('fsync');
    expect(settings).not.toHaveProperty('synchronous_commit');
  });
});

describe('the firewall', () => {
  const rules = read('etc/nftables.conf').replace(/^#.*$/gm, '');

  test('lets in HTTP and HTTPS, over both protocols, and what is needed to be on a network', () => {
    expect(rules).toMatch(/table inet shop/);
    expect(rules).toMatch(/hook input priority filter; policy drop;/);
    expect(rules).toMatch(/hook forward priority filter; policy drop;/);
    const accepted = Array.from(rules.matchAll(/^\s*(.*\S)\s+accept$/gm), ([, rule]) => rule);
    expect(accepted).toEqual([
      'iif lo',
      'meta l4proto { icmp, ipv6-icmp }',
      'udp sport 67 udp dport 68',
      'ip6 saddr fe80::/10 udp sport 547 udp dport 546',
      'tcp dport { 80, 443 }',
    ]);
    expect(rules).toContain('ct state vmap { established : accept, related : accept, invalid : drop }');
  });

  test("keeps the machine's role from the shop", () => {
    for (const address of ['ip daddr 169.254.169.254', 'ip6 daddr fd00:ec2::254']) {
      expect(rules).toContain(`meta skuid essence-aura ${address} reject`);
    }
  });

  test('replaces itself as a whole, so that loading it again never leaves the machine open or shut', () => {
    expect(rules).toMatch(/table inet shop\ndelete table inet shop\ntable inet shop \{/);
    expect(rules).not.toContain('flush ruleset');
  });

  test('opens port 22 nowhere but for the addresses of an admin', () => {
    expect(rules).not.toMatch(/\b22\b/);
    expect(rules).toContain('include "/etc/essence-aura/admin.nft*"');
    const part = read('usr/local/lib/essence-aura/setup.d/30-system.sh');
    const port22 = part.split('\n').filter((line) => /dport 22/.test(line));
    expect(port22).toHaveLength(1);
    expect(port22[0]).toContain('saddr { %s } tcp dport 22 accept');
  });
});

describe('the unit of the shop', () => {
  const unit = read('etc/systemd/system/essence-aura.service');

  test('is no root, comes back with ever longer pauses and for ever, and survives a worker that takes too much', () => {
    expect(unit).toMatch(/^User=essence-aura$/m);
    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(/^RestartSteps=\d+$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).toMatch(/^MemoryMax=\d+%$/m);
    expect(unit).toMatch(/^OOMPolicy=continue$/m);
    expect(unit).toMatch(/^WantedBy=multi-user\.target$/m);
  });

  test('has as many files as the edge asks for connections', () => {
    expect(Number(/^LimitNOFILE=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThanOrEqual(8704);
  });
});
