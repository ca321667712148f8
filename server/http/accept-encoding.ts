/** `Accept-Encoding` as RFC 9110, 12.5.3 reads it. Pure, and one for the shop's files and the edge's kept pages. */

/** What the client values most, else what is offered first: browsers give all equal weight. @returns null: as it is */
export function chooseEncoding<T extends string>(header: string | undefined, offered: readonly T[]): T | null {
  if (header === undefined) return null;
  const weights = weightsOf(header);
  const others = weights.get('*');
  const asItIs = weights.get('identity') ?? others ?? 0;
  let chosen: T | null = null;
  let best = 0;
  for (const encoding of offered) {
    const weight = weights.get(encoding) ?? others ?? 0;
    if (weight > best) [chosen, best] = [encoding, weight];
  }
  return best >= asItIs ? chosen : null;
}

function weightsOf(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    // RFC 9110, 8.4.1.3: an old name.
    weights.set(name === 'x-gzip' ? 'gzip' : name, weight === undefined ? 1 : Number(weight.slice('q='.length)) || 0);
  }
  return weights;
}
