import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { architectureOf } from '../../deploy/image';
import { addressIn, firstSubnetOf } from '../../deploy/network';
import { FIRST_BOOT_FILES, hostFiles, MAX_USER_DATA_BYTES, userDataOf, type HostFile } from '../../deploy/user-data';
import { deviceOf } from '../../deploy/volume';
import { newDirectory } from './directories';
import { HOST as host } from './samples';

interface CloudConfig {
  readonly write_files: readonly { readonly path: string; readonly permissions?: string; readonly content: string }[];
  readonly [key: string]: unknown;
}

function read(userData: Buffer): CloudConfig {
  const text = gunzipSync(userData).toString();
  expect(text).toMatch(/^#cloud-config\n/);
  return JSON.parse(text.slice(text.indexOf('\n'))) as CloudConfig;
}

describe("the first boot's data", () => {
  test('carries the files that fetch all others, each at its own path and with its own mode', () => {
    const files = hostFiles().filter((file) => FIRST_BOOT_FILES.includes(file.path));
    expect(files.map((file) => file.path).sort()).toEqual([...FIRST_BOOT_FILES].sort());
    const written = read(userDataOf({ host })).write_files.map((file) => ({ permissions: '0644', ...file }));
    const modes = (some: readonly { readonly path: string; readonly permissions: string }[]) =>
      some.map((file) => [file.path, file.permissions]);
    expect(modes(written)).toEqual([...modes(files), ['/etc/essence-aura/host.json', '0644']]);
    expect(modes(files)).toContainEqual(['/usr/local/sbin/essence-aura-setup', '0755']);
    const told = written.find((file) => file.path === '/etc/essence-aura/host.json')?.content;
    expect(JSON.parse(String(told))).toEqual(host);
  });

  test('leaves out lines that are only a comment, and nothing else', () => {
    const content = '#!/bin/bash\n# why\n  # more\nname=${file#a} # kept\n#\nprintf "%s#\\n" "$name"\n';
    const files: HostFile[] = [{ path: '/script', permissions: '0755', content }];
    const [file] = read(userDataOf({ host, files })).write_files;
    expect(file?.content).toBe('#!/bin/bash\nname=${file#a} # kept\nprintf "%s#\\n" "$name"\n');
  });

  test('are scripts that bash can read as they arrive', () => {
    const scripts = read(userDataOf({ host })).write_files.filter(
      (file) => file.content.startsWith('#!/usr/bin/env bash') || file.path.endsWith('.sh'),
    );
    expect(scripts.length).toBeGreaterThan(0);
    for (const { content } of scripts) {
      expect(() => execFileSync('bash', ['-n'], { input: content, stdio: 'pipe' })).not.toThrow();
    }
  });

  test('takes less than half of what EC2 has room for, with the longest names and keys', () => {
    const domain = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`;
    const adminKey = `ssh-rsa ${randomBytes(540).toString('base64')} owner@laptop`;
    expect(userDataOf({ host: { ...host, domain }, adminKey }).length).toBeLessThan(MAX_USER_DATA_BYTES / 2);
  });

  test('brings the parts of the set-up that come before the others are fetched, and none after', () => {
    const parts = FIRST_BOOT_FILES.filter((file) => file.includes('/setup.d/')).map((file) => path.basename(file));
    const all = hostFiles().filter((file) => file.path.includes('/setup.d/'));
    const order = all.map((file) => path.basename(file.path)).sort();
    expect(parts).toEqual(order.slice(0, order.indexOf('15-host-files.sh') + 1));
  });

  test('says so when it does not fit', () => {
    const files: HostFile[] = [{ path: '/large', permissions: '0644', content: randomBytes(20_000).toString('hex') }];
    expect(() => userDataOf({ host, files })).toThrow(
      /come to \d+ bytes, compressed; EC2 takes 16384\. Make one of FIRST_BOOT_FILES/,
    );
  });

  test('is the same for the same input, so that no update sees a difference', () => {
    expect(userDataOf({ host }).equals(userDataOf({ host }))).toBe(true);
  });

  test('opens no account with a password, and gives a key to the first user only when there is one', () => {
    const config = read(userDataOf({ host }));
    expect(config).toMatchObject({ ssh_pwauth: false, disable_root: true });
    expect(config).not.toHaveProperty('ssh_authorized_keys');
    const adminKey = 'ssh-ed25519 AAAAC3Nz owner@laptop';
    expect(read(userDataOf({ host, adminKey }))).toMatchObject({ ssh_authorized_keys: [adminKey] });
  });
});

test('files keep the bit that says they can be run, whatever the rest of their mode', () => {
  const directory = newDirectory();
  mkdirSync(path.join(directory, 'usr/local/sbin'), { recursive: true });
  const put = (name: string, mode: number): void => {
    writeFileSync(path.join(directory, name), `${name}\n`);
    chmodSync(path.join(directory, name), mode);
  };
  put('usr/local/sbin/tool', 0o775);
  put('usr/local/sbin/tool.conf', 0o664);
  expect(hostFiles(directory)).toEqual([
    { path: '/usr/local/sbin/tool', permissions: '0755', content: 'usr/local/sbin/tool\n' },
    { path: '/usr/local/sbin/tool.conf', permissions: '0644', content: 'usr/local/sbin/tool.conf\n' },
  ]);
});

test("the data's disk is named by its volume, which keeps its name when disks are counted differently", () => {
  expect(deviceOf('vol-0123456789abcdef0')).toBe(host.dataDevice);
});

test("the machine's address over IPv6 is chosen within the network's block", () => {
  expect(firstSubnetOf('2406:da12:1:2300::/56')).toBe('2406:da12:1:2300::/64');
  expect(addressIn('2406:da12:1:2300::/64')).toBe('2406:da12:1:2300::a');
});

describe('the processor', () => {
  test.each([
    ['t4g.small', 'arm64'],
    ['m7g.large', 'arm64'],
    ['c7gn.medium', 'arm64'],
    ['im4gn.large', 'arm64'],
    ['is4gen.medium', 'arm64'],
    ['a1.medium', 'arm64'],
    ['t3.small', 'amd64'],
    ['t3a.small', 'amd64'],
    ['m7i-flex.large', 'amd64'],
    ['g4dn.xlarge', 'amd64'],
    ['m5zn.large', 'amd64'],
  ])('of %s is %s', (type, architecture) => {
    expect(architectureOf(type)).toBe(architecture);
  });
});
