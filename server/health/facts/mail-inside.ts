/** One conversation with the mail server up to its greeting: nobody signs in, nothing is sent. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** It was set up at the desk, and not for the machine. */
  readonly isOfDesk: boolean;
  /** null: it greets us. */
  readonly error: string | null;
}

export interface MailInsideFacts {
  readonly mailServer: MailServer;
  /** Where this machine delivers mails itself: the names that its address has. */
  readonly reverseName: { readonly address: string; readonly names: readonly string[] };
}
