/** Orders of a shop whose clock jumps over pauses, at a CA that does as it is told. */
import { startFakeAcme, type Behaviour, type FakeAcme } from './acme-server';
import { createAcmeShop, type AcmeShop } from './acme-shop';
import { until } from './edge';

export async function shopWithCa(changes: Partial<Behaviour> = {}): Promise<{ shop: AcmeShop; ca: FakeAcme }> {
  const shop = await createAcmeShop();
  // The shop's clock jumps over pauses; the CA's goes with it.
  return { shop, ca: await startFakeAcme(shop.dataDir, { now: () => shop.clock.now(), ...changes }) };
}

export async function orderUntil(
  shop: AcmeShop,
  ca: FakeAcme & { readonly staging?: FakeAcme; readonly profile?: string },
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const { directoryUrl, caFile, staging, profile = null } = ca;
  const manager = await shop.start({
    directoryUrl,
    caFile,
    profile,
    ...(staging ? { staging: staging.directoryUrl } : {}),
  });
  await until(condition);
  await manager.stop();
}
