export interface DatabaseReach {
  /** null: it answers. */
  readonly error: string | null;
}

export interface DatabaseFacts {
  readonly databaseReach: DatabaseReach;
}
