/** What a row has found, at several names or addresses, as its words tell it. */
export interface Sign {
  /** The name, or the address, at which it was seen. */
  readonly at: string;
  readonly says: string;
}

export interface Evidence {
  readonly names: string;
  readonly what: string;
}

/** Nobody reads more of the same. */
const MOST = 6;

export function evidenceOf(signs: readonly Sign[]): Evidence | null {
  if (signs.length === 0) return null;
  const said = [...new Set(signs.map(({ says }) => says))];
  const more = said.length > MOST ? `, and ${said.length - MOST} more` : '';
  return {
    names: [...new Set(signs.map(({ at }) => at))].slice(0, MOST).join(', '),
    what: said.slice(0, MOST).join('; ') + more,
  };
}
