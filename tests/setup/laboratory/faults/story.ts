/** What the owner of the origin story had: a load balancer in front of the shop, and eight checks that were green. */
import { MACHINE, SHOP_PORT } from '../places';
import { worker, type FrontOptions } from '../programs-of-faults';
import { all, fault, type LaboratoryFault } from '../table';

/** The worker's port is open to the balancer, as his was, and to nobody else. */
const balancer =
  (options: FrontOptions): LaboratoryFault['make'] =>
  ({ machine, relay, front }) =>
    all(
      () => machine.cloud(`ct original ip daddr ${MACHINE.ipv4} tcp dport ${SHOP_PORT} drop`),
      () => relay(SHOP_PORT),
      () => front([], options),
    );

const to = (isTls: boolean): Pick<FrontOptions, 'to'> => ({ to: { http: worker(isTls), https: worker(isTls) } });

export const STORY: readonly LaboratoryFault[] = [
  fault('a balancer that speaks TLS to a plain 3001', 'PRX-03', balancer(to(true))),
  fault('a balancer whose health path answers 404', 'PRX-03', balancer({ ...to(false), healthPath: '/healthcheck' })),
  fault('a balancer that never answers OPTIONS', 'CORS-01', ({ front }) =>
    front([{ method: 'OPTIONS', answer: 'never' }]),
  ),
];
