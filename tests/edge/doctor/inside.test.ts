/** What the machine is asked for itself: its sockets, its firewall, its memory, and a mail server. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createSelfSigned } from '../../../server/certificates/self-signed';
import { closedPorts } from '../../../server/doctor/inside/firewall';
import { greet, placeOf } from '../../../server/doctor/inside/mail-greeting';
import { publicIpv4 } from '../../../server/doctor/inside/metadata';
import { bootTime, startOf } from '../../../server/doctor/inside/own-processes';
import { ask } from '../../../server/doctor/inside/program';
import { parseSockets, readListeners } from '../../../server/doctor/inside/sockets';
import { parseMemory, stealBetween } from '../../../server/doctor/probes/host';
import { hasDefaultRoute } from '../../../server/doctor/probes/network-inside';
import { visit } from '../../../server/doctor/visit';
import { systemClock } from '../../../server/process/clock';
import { startSmtpServer } from '../../database/jobs/smtp-server';
import { createTestAuthority, listenOnLoopback } from '../support/edge';

const signal = (ms = 5_000): AbortSignal => AbortSignal.timeout(ms);

describe('who listens', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['::', '::'],
    ['0.0.0.0', '0.0.0.0'],
  ])('on %s is found in the kernel’s list, and by which program', async (host, address) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const found = (await readListeners([port])).filter((one) => one.port === port);
      expect(found).toEqual([{ address, port, program: expect.stringContaining('node') as unknown }]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('an address that IPv4 has within IPv6 is written as such, and who only talks does not listen', () => {
    const head = '  sl  local_address remote_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n';
    const line = (address: string, state: string): string =>
      `   0: ${address}:0BB9 0000:0000 ${state} 00000000:00000000 00:00000000 00000000 0 0 4711 1\n`;
    const table = head + line('0000000000000000FFFF00000100007F', '0A') + line('0100007F', '01');
    expect(parseSockets(table)).toEqual([{ address: '::ffff:127.0.0.1', port: 3001, inode: '4711' }]);
  });
});

describe('the firewall', () => {
  const ruleset = (rules: string): string =>
    execFileSync('unshare', ['-Urn', 'sh', '-c', '/usr/sbin/nft -f - && /usr/sbin/nft -j list ruleset'], {
      input: rules,
      encoding: 'utf8',
    });
  // Its two rules about the shop's own user need that user.
  const ours = readFileSync('deploy/host/files/etc/nftables.conf', 'utf8').replaceAll(/^.*(skuid|include).*$/gm, '');

  test('of a host of ours lets visitors in, and nobody to the shop itself', () => {
    expect(closedPorts(ruleset(ours), [80, 443])).toEqual([]);
    expect(closedPorts(ruleset(ours), [80, 3001])).toEqual([3001]);
  });

  test.each<[string, string, readonly number[]]>([
    ['without 443', ours.replace('{ 80, 443 }', '{ 80 }'), [443]],
    ['that drops one port', 'table ip t { chain c { type filter hook input priority 0; tcp dport 80 drop; }; }', [80]],
    [
      'that jumps to where it is refused',
      'table inet t { chain d { tcp dport 400-500 counter reject; }; chain c { type filter hook input priority 0; jump d; }; }',
      [443],
    ],
    ['of nothing', 'table inet t { }', []],
    [
      'that closes what was asked for before it is opened',
      'table inet t { chain c { type filter hook input priority 0; policy drop; tcp dport != 443 drop; ct state new meta l4proto tcp accept; }; }',
      [80],
    ],
  ])('%s', (_, rules, closed) => {
    expect(closedPorts(ruleset(rules), [80, 443])).toEqual(closed);
  });
});

describe('the kernel’s figures', () => {
  test('memory, with and without swap', () => {
    const memory = parseMemory(readFileSync('/proc/meminfo', 'utf8'));
    expect(memory.totalBytes).toBeGreaterThan(memory.availableBytes);
    expect(parseMemory('MemTotal:  1024 kB\nMemAvailable:  512 kB\n')).toEqual({
      ...{ totalBytes: 1024 ** 2, availableBytes: 512 * 1024, swapTotalBytes: 0, swapFreeBytes: 0 },
    });
  });

  test('the time that another machine took of the processor', () => {
    expect(stealBetween('cpu  100 0 100 700 0 0 0 100 0 0\n', 'cpu  110 0 110 720 0 0 0 160 0 0\n')).toBe(0.6);
    expect(stealBetween('cpu  1 0 0 0 0 0 0 0 0 0\n', 'cpu  1 0 0 0 0 0 0 0 0 0\n')).toBe(0);
  });

  test('when a process was started', async () => {
    const startedAt = await startOf(process.pid, await bootTime());
    expect(Math.abs(startedAt!.getTime() - (Date.now() - process.uptime() * 1000))).toBeLessThan(2_000);
    expect(await startOf(2 ** 22 + 1, await bootTime())).toBeNull();
  });

  test.each([
    ['eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000', '', true],
    ['eth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF', '', false],
    ['', `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ffffffff 1 0 00200200 lo`, false],
    ['', `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000400 1 0 00000003 eth0`, true],
  ])('routes %j and %j lead out: %s', (ipv4, ipv6, leads) => {
    expect(hasDefaultRoute(`Iface\tDestination\n${ipv4}\n`, ipv6)).toBe(leads);
  });

  test('another program’s words and how it ended, or that it is not there', async () => {
    expect(await ask('sh', ['-c', 'echo disabled; exit 1'], { signal: signal() })).toEqual({
      exitCode: 1,
      said: 'disabled\n',
    });
    await expect(ask('no-such-program', [], { signal: signal() })).rejects.toThrow('is not installed here');
    await expect(ask('sleep', ['9'], { signal: signal(100) })).rejects.toThrow('sleep');
  });
});

describe('a mail server', () => {
  const greeted = (url: string, ca: readonly string[] = [], ms?: number) => greet(url, { ca, signal: signal(ms) });

  test('is greeted, and nothing else', async () => {
    const server = await startSmtpServer();
    await greeted(server.url);
    expect(server.commands.filter((line) => !/^(EHLO|QUIT)/.test(line))).toEqual([]);
    expect(server.received).toEqual([]);
    await server.close();
  });

  test('that refuses, that is silent, that is not there: each is told', async () => {
    const refusing = await startSmtpServer({ answers: { EHLO: '421 too busy' } });
    await expect(greeted(refusing.url)).rejects.toThrow('it answered 421 too busy');
    await refusing.close();
    const silent = await startSmtpServer({ silent: true });
    await expect(greeted(silent.url, [], 200)).rejects.toThrow('no answer in time');
    await silent.close();
    await expect(greeted(silent.url)).rejects.toThrow('ECONNREFUSED');
  });

  test('over TLS is judged by its certificate', async () => {
    const { key, chain } = await createSelfSigned(['localhost'], new Date());
    const server = createTlsServer({ key, cert: chain }, (socket) => {
      socket.on('error', () => undefined).write('220 mx\r\n');
      socket.on('data', () => socket.write('250 mx\r\n'));
    });
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    const url = `smtps://localhost:${(server.address() as AddressInfo).port}`;
    await greeted(url, [chain]);
    await expect(greeted(url)).rejects.toThrow('self-signed certificate');
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ['smtp://user:secret@mx.test', { host: 'mx.test', port: 587, isEncrypted: false }],
    ['smtps://mx.test', { host: 'mx.test', port: 465, isEncrypted: true }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, isEncrypted: false }],
  ])('of %s is found', (url, place) => {
    expect(placeOf(url)).toEqual(place);
  });
});

describe('AWS’ metadata service', () => {
  /** @param known what it has below meta-data/ */
  const addressBy = async (known: Readonly<Record<string, string>>): Promise<string | null> => {
    const answer: RequestListener = ({ method, url = '', headers }, response) => {
      if (url === '/latest/api/token') return void response.end(method === 'PUT' ? 'token' : '');
      const value =
        headers['x-aws-ec2-metadata-token'] === 'token' ? known[url.replace('/latest/meta-data/', '')] : null;
      response.writeHead(value ? 200 : 404).end(value ?? '');
    };
    const port = await listenOnLoopback(createHttpServer(answer));
    return publicIpv4(`http://127.0.0.1:${port}`, signal());
  };

  test('tells the machine’s address, that it has none, or nothing', async () => {
    expect(await addressBy({ mac: '02:00', 'public-ipv4': '203.0.113.7' })).toBe('203.0.113.7');
    expect(await addressBy({ mac: '02:00' })).toBeNull();
    await expect(addressBy({})).rejects.toThrow('answered 404');
    await expect(publicIpv4('http://127.0.0.1:9', signal())).rejects.toThrow();
  });
});

describe('somebody outside', () => {
  const asked = (clock = systemClock, roots: readonly string[] = []) => ({ clock, roots, signal: signal(9_000) });

  test('is reached, and tells the time', async () => {
    const authority = await createTestAuthority();
    const { key, chain } = await authority.issue(['localhost']);
    const server = createHttpsServer({ key, cert: chain }, (_request, response) => response.end('{}'));
    const url = `https://localhost:${await listenOnLoopback(server)}/directory`;
    const ahead = { now: () => new Date(Date.now() + 3_600_000) };
    const { code, clock, said } = await visit(url, asked(ahead, [authority.pem]));
    expect([code, said, Math.round(clock!.aheadSeconds / 60)]).toEqual([null, 'HTTP 200', 60]);
    // Without its root nothing is known of the time either.
    expect(await visit(url, asked())).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', clock: null });
  });

  test('is refused, or silent: told apart', async () => {
    expect(await visit('https://127.0.0.1:9/', asked())).toMatchObject({ code: 'ECONNREFUSED', host: '127.0.0.1:9' });
    const port = await listenOnLoopback(createServer(() => undefined));
    expect(await visit(`https://127.0.0.1:${port}/`, asked())).toMatchObject({ code: 'ETIMEDOUT' });
  });
});
