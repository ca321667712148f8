/** Whether the world asks our name servers about a zone: what the registrar says is not seen in any API of AWS. */
import { promises as dns } from 'node:dns';

export type AskNameServers = (zone: string) => Promise<readonly string[]>;

export type Registrar = 'elsewhere' | 'route53';

/** @returns what to do, in words, or null when the zone is delegated as it should be */
export async function delegationNotice(
  zoneName: string,
  ours: readonly string[],
  registrar: Registrar = 'elsewhere',
  ask: AskNameServers = askNameServers,
): Promise<string | null> {
  const zone = withoutDot(zoneName);
  const found = await ask(zone).catch((): readonly string[] => []);
  if (isSame(found, ours)) return null;
  const seen = found.length > 0 ? `the world is sent to ${asList(found)}` : 'the world finds none';
  const isTold = `${zone} is not delegated to this zone yet: ${seen}.`;
  if (registrar === 'route53')
    return `${isTold} The registry is told by Route 53; it can take some hours, and ${OPENS}`;
  return [
    isTold,
    'Name these, and no others, as its name servers at your registrar:',
    ...ours.map((server) => `  ${withoutDot(server)}`),
    `It can take from minutes to two days, and ${OPENS}`,
  ].join('\n');
}

const OPENS = 'the shop orders its certificate and opens by itself once they are seen.';

function askNameServers(zone: string): Promise<readonly string[]> {
  return new dns.Resolver({ timeout: 2_000, tries: 2 }).resolveNs(zone);
}

const withoutDot = (name: string): string => name.toLowerCase().replace(/\.$/, '');
const asList = (names: readonly string[]): string => names.map(withoutDot).sort().join(', ');
const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length > 0 && asList(one) === asList(other);
