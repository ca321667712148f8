/** The seller's address as the footer shows it, else the owner's, else nobody's. */
import { isPlainAddress } from '../../values/email';
import { inOneLine } from '../../values/text';
import type { Settings } from '../settings/model';
import type { Sender } from './model';

const NAME = 'Essence Aura';

export const nameOf = ({ mail }: Settings): string => inOneLine(mail.senderName) || NAME;

/** Of mails that go through the machine's own server. */
export function machineSender(
  settings: Settings,
  config: { readonly ownerEmail: string | null; readonly hosts: { readonly apex: string } },
): Sender {
  const candidates = [settings.seller.email, config.ownerEmail ?? ''];
  const address = candidates.find(isPlainAddress) ?? `no-reply@${config.hosts.apex}`;
  return { name: nameOf(settings), address };
}
