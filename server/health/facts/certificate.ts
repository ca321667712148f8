/** The certificate of the store, as the machine itself knows it: what visitors are handed is another question. */
export interface CertificateInUse {
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** From here on time is running out; null: nobody renews it. */
  readonly emergencyAt: Date | null;
}

export interface Intermediate {
  readonly name: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface CertificateFacts {
  /** null: there is none. */
  readonly certificateInUse: CertificateInUse | null;
  /** Of the one in use; the root isn't among them. */
  readonly intermediates: readonly Intermediate[];
  /** Stored, and not to be used: file and reason each. */
  readonly damagedBundles: readonly string[];
}
