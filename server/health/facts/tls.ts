export type HandshakeOutcome =
  | 'done'
  /** The port speaks HTTP without TLS. */
  | 'plain-http'
  /** Refused in words. */
  | 'alert'
  /** Cut without a word. */
  | 'closed'
  /** Nothing came back in time, twice. */
  | 'stalled';

/** public: ends at a root that browsers know. private: at one that was given. incomplete: who signed it isn't sent. */
export type Trust = 'public' | 'private' | 'incomplete' | 'self-signed' | 'unknown-root';

export interface ServedCertificate {
  /** Lower-case hexadecimal SHA-256. */
  readonly fingerprint: string;
  readonly issuer: string;
  /** Lower case. */
  readonly names: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly trust: Trust;
  /** Of its own key: `RSA 2048`, `EC prime256v1`. */
  readonly key: string;
  /** RSA under 2,048 bits, SHA-1 and the like; null: none. */
  readonly weakness: string | null;
  readonly intermediates: readonly { readonly subject: string; readonly notAfter: Date }[];
}

export interface Handshake {
  readonly host: string;
  readonly address: string;
  readonly outcome: HandshakeOutcome;
  /** OpenSSL's code of what went wrong. */
  readonly code: string | null;
  /** The faster of two where the first was slow. */
  readonly tookMs: number;
  readonly alpn: string | null;
  readonly certificate: ServedCertificate | null;
  /** Whether a browser takes the certificate for that host. */
  readonly covers: boolean;
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export interface TlsEndpoint {
  readonly address: string;
  /** null: it could not be told. */
  readonly accepts: Readonly<Record<TlsVersion, boolean | null>>;
  readonly withoutName: HandshakeOutcome;
  /** With a name below the apex that nobody has: refused in words by our edge, and at once. */
  readonly unknownName: HandshakeOutcome;
}

/** What the list that a served certificate names says of it (RFC 5280, 5; signed by who issued the certificate). */
export interface RevocationLook {
  readonly hosts: readonly string[];
  readonly fingerprint: string;
  readonly list: string;
  /** null: it isn't on it. */
  readonly revokedAt: Date | null;
}

export interface TlsFacts {
  readonly handshakes: readonly Handshake[];
  readonly endpoints: readonly TlsEndpoint[];
  readonly revocations: readonly RevocationLook[];
}
