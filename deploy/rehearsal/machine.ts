/** What a rehearsal knows of the machine it launches the shop on, whatever it is made of. */
import { type KnotPlaces } from '../../tests/setup/knot';
import { type Ran } from './waits';

export interface MachineCommand {
  readonly what: string;
  readonly seconds: number;
  readonly stdin?: string | Buffer;
  readonly onLine?: (line: string) => void;
}

export interface Machine {
  readonly address: string;
  /** The same over IPv6. */
  readonly address6: string;
  /** This computer, as the machine sees it: the internet, to the shop. */
  readonly outside: string;
  /** Addresses on this computer that customers may come from. */
  readonly customers: readonly string[];
  /** Boots it; after a power-off too. Returns before it has come up. */
  start(): Promise<void>;
  /** A shell command as root, as an agent on the machine runs it. */
  run(command: string, options: MachineCommand): Promise<Ran>;
  runOrThrow(command: string, options: MachineCommand): Promise<string>;
  put(content: string | Buffer, file: string): Promise<void>;
  /** As when the plug is pulled: what was not synchronised to the disk is gone. */
  powerOff(): Promise<void>;
  /** Another machine in the place of this one, which is off, with the second disk of before or a blank one. */
  renew(secondDisk: 'kept' | 'blank'): Promise<void>;
  reboot(): Promise<void>;
  received(): Promise<number>;
  console(): Promise<string>;
  remove(): Promise<void>;
}

export interface MachineOptions {
  readonly name: string;
  /** Under which name it has a second disk, an empty one; null: it has none. */
  readonly dataDevice: string | null;
}

/** Files by their path on the machine, which lie there before its first boot. */
export type Overlay = Readonly<Record<string, { readonly content: string; readonly mode?: number }>>;

export interface Network extends Pick<Machine, 'address' | 'address6' | 'outside'> {
  /** Addresses of this computer's at which nothing listens yet. */
  readonly cloud: string;
  readonly resolver: string;
  readonly nameServers: Pick<KnotPlaces, 'primary' | 'secondaries'>;
  /** Whoever listens here is asked what the machine asks its metadata service. */
  readonly metadataSocket: string;
  /** Of the machine that is there now. */
  instanceId(): string;
}

export interface Machines {
  /** The network is there before the machine boots: what stands beside it needs its addresses. */
  create(options: MachineOptions, overlay: (network: Network) => Promise<Overlay>): Promise<Machine>;
  remove(name: string): Promise<void>;
}
