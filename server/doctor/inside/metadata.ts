import { withDeadline } from '../../process/deadline';

/** AWS' metadata service (IMDSv2) about the machine's own address on the internet. */
const TIMEOUT_MS = 1_000;

/** @returns null: it has none @throws Error where it can't be told */
export async function publicIpv4(metadataUrl: string, signal: AbortSignal): Promise<string | null> {
  const ask = (path: string, options: RequestInit): Promise<Response> =>
    withDeadline(TIMEOUT_MS, signal, (until) => fetch(`${metadataUrl}/latest/${path}`, { ...options, signal: until }));
  const token = await ask('api/token', {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
  });
  if (!token.ok) throw new Error(`AWS’ metadata service answered ${token.status}`);
  const headers = { 'x-aws-ec2-metadata-token': await token.text() };
  const answer = await ask('meta-data/public-ipv4', { headers });
  if (answer.ok) return (await answer.text()).trim();
  // Every machine of EC2 has a network card; a service that knows none says nothing of addresses either.
  const { ok: isWhole } = await ask('meta-data/mac', { headers });
  if (answer.status !== 404 || !isWhole) throw new Error(`AWS’ metadata service answered ${answer.status}`);
  return null;
}
