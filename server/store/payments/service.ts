import type { PaymentMethodName } from '../../config/env';
import type { Pool } from '../../db/pool';
import type { Clock } from '../../process/clock';
import type { Settings } from '../settings/model';
import { createBankMethod } from './bank/method';
import type { PaymentMethod } from './model';
import { createTestProvider } from './test-provider/provider';

export type Payments = ReturnType<typeof createPayments>;

export function createPayments(deps: {
  readonly pool: Pool;
  readonly clock: Clock;
  /** Of the storefront, such as `https://essence-aura.com`. */
  readonly origin: string;
  readonly offered: readonly PaymentMethodName[];
}) {
  const provider = createTestProvider(deps);
  const methods: Readonly<Record<PaymentMethodName, PaymentMethod>> = {
    test: provider.method,
    bank: createBankMethod(),
  };
  return {
    /** Also of a method that is no longer offered: its open orders still have to end. */
    method: (name: PaymentMethodName) => methods[name],
    /** What can be chosen at checkout now, in the order of the configuration. */
    offered: (settings: Settings) => deps.offered.filter((name) => methods[name].isReady(settings)),
    /** null where test payments are not offered: nobody may settle an order of a real shop on its page. */
    testProvider: deps.offered.includes('test') ? provider : null,
  };
}
