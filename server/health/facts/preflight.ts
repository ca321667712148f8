/** What is known before the first `up`: the stack's file, this computer, what the account has and still lacks. */

/** What the stack is going to make. */
export interface Plan {
  readonly stack: string;
  readonly region: string;
  readonly domain: string;
  readonly instanceType: string;
  /** null: one is chosen. */
  readonly availabilityZone: string | null;
  /** Where the image's id is read. */
  readonly imageParameter: string;
  /** null: a zone is made, or comes with the domain. */
  readonly zoneId: string | null;
  /** The domain is bought. */
  readonly register: boolean;
  readonly mail: 'ses' | 'own';
}

/** The stack's file: what it says, or why it can't be used. */
export type StackFile =
  | { readonly file: string; readonly plan: Plan; readonly problems: null }
  | { readonly file: string; readonly plan: null; readonly problems: readonly string[] };

export interface Workplace {
  /** As Node calls it: linux, darwin, win32. */
  readonly platform: string;
  /** null: there is none, or an old one; why is in cliProblem. */
  readonly cliProblem: string | null;
  readonly pulumi: { readonly pinned: string | null; readonly installed: string | null };
}

/** null: the account has no plan, as those of before July 2025. */
export type AccountPlan = { readonly type: string; readonly status: string; readonly expiresAt: Date | null } | null;

export interface Quotas {
  readonly region: string;
  /** null: a kind of machine that is counted otherwise. */
  readonly vcpus: { readonly limit: number; readonly used: number; readonly needed: number } | null;
  readonly addresses: { readonly limit: number; readonly used: number };
  readonly networks: { readonly limit: number; readonly used: number };
}

export interface PreflightFacts {
  readonly stackFile: StackFile;
  readonly workplace: Workplace;
  /** Whether AWS knows who asks. null: it does; else why it doesn't. */
  readonly signInProblem: string | null;
  readonly accountPlan: AccountPlan;
  readonly quotas: Quotas;
  /** Which zones of the region have the machine's type. */
  readonly offers: { readonly instanceType: string; readonly region: string; readonly zones: readonly string[] };
  /** The image's id; null: its parameter can't be read. */
  readonly image: { readonly parameter: string; readonly region: string; readonly id: string | null };
}
