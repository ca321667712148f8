/** What answers until the first certificate exists: browsers warn, but whoever goes on sees a page, not a dead socket. */
import { issueServerCertificate, type KeyAndCertificate } from './issue';

const DAY_MS = 24 * 60 * 60 * 1000;

export function createSelfSigned(names: readonly string[], now: Date): Promise<KeyAndCertificate> {
  return issueServerCertificate({
    names,
    // Backdated for visitors whose clock is behind.
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + 30 * DAY_MS),
  });
}
