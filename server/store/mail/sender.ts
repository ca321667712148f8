/** Who the shop's mails come from: the seller's address as the footer shows it, else the owner's, else nobody's. */
import type { SettingsService } from '../settings/service';
import { oneLine } from './letter';
import { isPlainAddress, type Sender } from './model';

const NAME = 'Essence Aura';

export function senderOf(
  settings: SettingsService,
  config: { readonly ownerEmail: string | null; readonly hosts: { readonly apex: string } },
): () => Promise<Sender> {
  return async () => {
    const { seller, mail } = await settings.current();
    const candidates = [seller.email, config.ownerEmail ?? ''];
    const address = candidates.find(isPlainAddress) ?? `no-reply@${config.hosts.apex}`;
    return { name: oneLine(mail.senderName) || NAME, address };
  };
}
