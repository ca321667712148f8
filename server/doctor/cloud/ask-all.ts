/** Lists that come in pages. */
const MOST_PAGES = 10;

/** @param ask for the page that a token names; undefined: the first @returns all of its rows, or of the first ten pages */
export async function askAll<T, Token>(
  ask: (token: Token | undefined) => Promise<{ readonly rows: readonly T[]; readonly next: Token | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: Token | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { rows, next } = await ask(token);
    all.push(...rows);
    token = next;
    if (token === undefined) break;
  }
  return all;
}
