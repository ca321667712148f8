import { lookForDelegation, registrableOf } from '../dns/delegation';
import { askerOf } from '../dns/resolver';
import { probe, type AnyProbe } from '../probe';
import { lookUpRegistration } from '../registry';

const registration = probe({
  fact: 'registration',
  layer: 'registrar',
  view: 'outside',
  deadlineMs: 8_000,
  after: [],
  onlyPublic: true,
  gather: ({ target, reach }, _known, signal) => lookUpRegistration(registrableOf(target.hosts.apex), reach, signal),
});

const delegation = probe({
  fact: 'delegation',
  layer: 'registrar',
  view: 'outside',
  deadlineMs: 10_000,
  after: [],
  onlyPublic: true,
  gather: (context, _known, signal) => lookForDelegation(askerOf(context, signal), context.target.hosts.apex),
});

export const REGISTRAR_PROBES: readonly AnyProbe[] = [registration, delegation];
