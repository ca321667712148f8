/** Kinds of certificates that a CA offers by name (draft-ietf-acme-profiles), such as those that live for six days. */
import { z } from 'zod';
import { SourceError } from './source-error';

/** By name; what is said of each is for people. */
const schema = z.object({ meta: z.object({ profiles: z.record(z.string(), z.unknown()) }) });

/** @param directory what the CA's directory says @throws SourceError with the names that it lists */
export function assertProfileOffered(profile: string | null, directoryUrl: string, directory: unknown): void {
  if (profile === null) return;
  const offered = Object.keys(schema.safeParse(directory).data?.meta.profiles ?? {});
  if (offered.includes(profile)) return;
  const { host } = new URL(directoryUrl);
  throw new SourceError(
    offered.length === 0
      ? `ACME_PROFILE is ${profile}, and the CA at ${host} offers no profiles: leave it empty`
      : `ACME_PROFILE is ${profile}, which the CA at ${host} does not offer. It offers ${offered.sort().join(', ')}`,
  );
}
