export interface MailExchange {
  readonly name: string;
  readonly preference: number;
  /** `NOERROR` where it has an address; else what is wrong with it: `NXDOMAIN`, `no address`, `an alias`. */
  readonly outcome: string;
}

/** What the world is told of mail from and to the domain. */
export interface MailRecords {
  readonly domain: string;
  readonly exchanges: readonly MailExchange[];
  /** TXT that begin with `v=spf1`. */
  readonly spf: readonly string[];
  /** Where DMARC was found: at the domain, or at the one that is bought. */
  readonly dmarcAt: string | null;
  readonly dmarc: readonly string[];
  /** The name that SES takes bounces at (deploy/mail.ts); empty where it isn't used. */
  readonly bounces: { readonly domain: string; readonly exchanges: readonly string[]; readonly spf: readonly string[] };
}

export interface MailFacts {
  readonly mailRecords: MailRecords;
}
