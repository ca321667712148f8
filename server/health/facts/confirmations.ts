/** What AWS still waits for a word about, as the machine last asked (DATA_DIR/confirmations.json). */
export interface Confirmations {
  readonly at: Date;
  readonly open: readonly string[];
}

export interface ConfirmationFacts {
  /** null: nobody asks here. */
  readonly confirmations: Confirmations | null;
}
