const EVERY_ADDRESS: ReadonlySet<string> = new Set(['::', '0.0.0.0']);

/** Where a program of this machine finds the edge. @param edgeAddress as configured: null is every address */
export function addressToAsk(edgeAddress: string | null): string {
  return edgeAddress === null || EVERY_ADDRESS.has(edgeAddress) ? '127.0.0.1' : edgeAddress;
}
