/** @returns the region's own; local zones, such as us-west-2-lax-1a, are called after it too */
export function zonesOf(region: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => name.startsWith(region) && /^[a-z]$/.test(name.slice(region.length))).sort();
}
