/** `/etc/essence-aura/host.json`, from user-data, for the scripts in `host/`. Everybody may read it: never a secret. */
export interface HostConfig {
  readonly domain: string;
  readonly ownerEmail: string;
  readonly stack: StackName;
  /** AWS's region; null where there is no AWS: on a rehearsal's machine. */
  readonly region: string | null;
  /** Releases lie below `releases/`, backups below `backups/`. */
  readonly bucket: string | null;
  /** The path below which Parameter Store keeps the secrets, with a slash at both ends. */
  readonly parameters: string | null;
  /** The volume that holds everything worth keeping; null: it lies on the root disk. */
  readonly dataDevice: string | null;
  /** null: Let's Encrypt. */
  readonly acmeDirectoryUrl: string | null;
  /** Who may reach port 22, in CIDR notation; null: nobody. */
  readonly adminAddress: string | null;
  /** When the machine may restart itself after updates, in its own time zone. */
  readonly rebootTime: string;
}

export const STACK_NAMES = ['production', 'staging'] as const;
export type StackName = (typeof STACK_NAMES)[number];
