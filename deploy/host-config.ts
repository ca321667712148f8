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
  /** How the names are proven to it. */
  readonly acmeChallenge: AcmeChallenge;
  /** Which of its kinds of certificate; null: its choice. */
  readonly acmeProfile: string | null;
  /** With dns-01: the hosted zone in which names are proven, and the role that may; null otherwise. */
  readonly zoneId: string | null;
  readonly challengeRoleArn: string | null;
  /** Who may reach port 22, in CIDR notation; null: nobody. */
  readonly adminAddress: string | null;
  /** A public key that may sign in there as Debian's user `admin`. */
  readonly adminKey: string | null;
  /** When the machine may restart itself after updates, in its own time zone. */
  readonly rebootTime: string;
}

export const STACK_NAMES = ['production', 'staging'] as const;
export type StackName = (typeof STACK_NAMES)[number];

export const ACME_CHALLENGES = ['http-01', 'dns-01'] as const;
export type AcmeChallenge = (typeof ACME_CHALLENGES)[number];
