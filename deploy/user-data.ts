// What cloud-init runs on the first boot: what the machine is told about itself, and the few files that can fetch a
// release with all others, compressed: EC2 takes 16 KB. Nothing in it is secret: everybody on the machine can read it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type HostConfig } from './host-config';

export const MAX_USER_DATA_BYTES = 16 * 1024;
export const HOST_CONFIG_FILE = '/etc/essence-aura/host.json';
export const SETUP_COMMAND = '/usr/local/sbin/essence-aura-setup';

const HOST_FILES = path.join(__dirname, 'host', 'files');
/** Up to `15-host-files.sh`, which brings the rest; and what packages look at while they are installed, before it. */
export const FIRST_BOOT_FILES: readonly string[] = [
  '/etc/chrony/sources.d/amazon.sources',
  '/etc/nftables.conf',
  '/etc/postgresql-common/createcluster.d/essence-aura.conf',
  '/etc/systemd/system/chrony.service.d/essence-aura.conf',
  '/etc/systemd/system/essence-aura-setup.service',
  '/usr/local/lib/essence-aura/common.sh',
  '/usr/local/lib/essence-aura/host-files.sh',
  '/usr/local/lib/essence-aura/setup.d/10-packages.sh',
  '/usr/local/lib/essence-aura/setup.d/15-host-files.sh',
  SETUP_COMMAND,
];

export interface HostFile {
  readonly path: string;
  readonly permissions: '0644' | '0755';
  readonly content: string;
}

export interface UserDataOptions {
  readonly host: HostConfig;
  readonly files?: readonly HostFile[];
}

/** @throws when it is larger than EC2 takes */
export function userDataOf(options: UserDataOptions): Buffer {
  const document = `#cloud-config\n${JSON.stringify(cloudConfigOf(options))}\n`;
  const compressed = gzipSync(document, { level: 9 });
  // The byte that says on which system it was compressed: the same input is to give the same bytes everywhere.
  compressed[9] = 255;
  if (compressed.length > MAX_USER_DATA_BYTES) {
    throw new Error(
      `The first boot's files come to ${compressed.length} bytes, compressed; EC2 takes ${MAX_USER_DATA_BYTES}. ` +
        'Make one of FIRST_BOOT_FILES smaller: all others come with the release.',
    );
  }
  return compressed;
}

/** JSON is YAML too, and needs no rules of quoting. */
function cloudConfigOf({ host, files = firstBootFiles() }: UserDataOptions): Record<string, unknown> {
  const self: HostFile = { path: HOST_CONFIG_FILE, permissions: '0644', content: `${JSON.stringify(host, null, 2)}\n` };
  return {
    locale: 'C.UTF-8',
    disable_root: true,
    ssh_pwauth: false,
    // From the beginning, for a first boot that fails; another one comes with host.json.
    ...(host.adminKey && { ssh_authorized_keys: [host.adminKey] }),
    // Owned by root and 0644 where nothing else is said.
    write_files: [...files, self].map(({ path: at, permissions, content }) => ({
      path: at,
      ...(permissions !== '0644' && { permissions }),
      content: withoutComments(content),
    })),
    runcmd: [[SETUP_COMMAND]],
  };
}

/** Lines that are nothing but a comment: a fifth of the scripts. They are for who reads the repository. */
function withoutComments(content: string): string {
  return content.replace(/^[ \t]*#(?!!).*\n/gm, '');
}

function firstBootFiles(): readonly HostFile[] {
  return hostFiles().filter((file) => FIRST_BOOT_FILES.includes(file.path));
}

/** A checkout's group and world bits depend on who made it; that a file can be run does not. */
export function hostFiles(directory: string = HOST_FILES): readonly HostFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: `/${path.relative(directory, file).split(path.sep).join('/')}`,
      permissions: statSync(file).mode & 0o100 ? '0755' : '0644',
      content: readFileSync(file, 'utf8'),
    }));
}
