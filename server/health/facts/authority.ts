/** What the certificates process has noted about its CA (DATA_DIR/certificates/status.json), and what it needs to be heard. */
export interface Renewal {
  readonly source: 'local' | 'acme' | 'files';
  readonly directoryUrl: string;
  /** The directory is a rehearsal's: no browser knows what it issues. */
  readonly isStaging: boolean;
  /** The shop is open to the public. */
  readonly isProduction: boolean;
  readonly email: string | null;
  /** Why the last order failed, in the CA's own words where it had any; null after a success. */
  readonly reason: string | null;
  readonly nextAttemptAt: Date | null;
  /** When orders were begun, at both directories. */
  readonly attemptedAt: readonly Date[];
  /** When certificates were handed out by the directory that is configured. */
  readonly issuedAt: readonly Date[];
  /** Why the CA couldn't be asked when it wants the certificate renewed (ARI); null: it could, or needn't be. */
  readonly renewalInfoProblem: string | null;
  readonly accountReplaced: { readonly at: Date; readonly reason: string } | null;
}

export type NonceAnswer = 'ours' | 'another' | 'none';

export interface ChallengeLook {
  readonly host: string;
  readonly address: string;
  readonly answer: NonceAnswer;
  /** What came instead: a status, or why nothing came. */
  readonly said: string;
}

export interface ChallengeReach {
  /** The edge of this machine, asked over loopback. */
  readonly here: NonceAnswer;
  readonly hereSaid: string;
  /** Over each address that this machine's resolver knows for each name. */
  readonly looks: readonly ChallengeLook[];
}

export interface StoreFiles {
  readonly directory: string;
  /** Another user than the one that DATA_DIR belongs to. */
  readonly foreign: readonly string[];
  /** Others on this machine may read them. */
  readonly readable: readonly string[];
  /** Below the release, which the next deploy removes. */
  readonly isInRelease: boolean;
}

export interface ServedHere {
  readonly host: string;
  /** Fingerprint; null: no handshake. */
  readonly served: string | null;
  readonly said: string;
}

export interface AuthorityFacts {
  readonly renewal: Renewal;
  readonly challengeReach: ChallengeReach;
  readonly storeFiles: StoreFiles;
  /** What the edge serves on loopback, and what the store holds; null: it holds none. */
  readonly servedHere: { readonly stored: string | null; readonly names: readonly ServedHere[] };
}
