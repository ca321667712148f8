/** The newest image of Debian 13, which Debian itself publishes under this name in every region. */
export function imageParameter(instanceType: string): string {
  return `/aws/service/debian/release/13/latest/${architectureOf(instanceType)}`;
}

/** AWS's own processors are ARM. Their types have a `g` first after the generation: t4g, c7gn, im4gn; a1 is older. */
export function architectureOf(instanceType: string): 'arm64' | 'amd64' {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType) ? 'arm64' : 'amd64';
}
