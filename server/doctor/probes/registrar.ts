import { lookForDelegation, registrableOf } from '../dns/delegation';
import { askerOf } from '../dns/resolver';
import { probe, type AnyProbe } from '../probe';
import { lookUpRegistration, lookUpServer } from '../registry';

const registryServer = probe({
  fact: 'registryServer',
  layer: 'registrar',
  view: 'outside',
  deadlineMs: 7_000,
  after: [],
  onlyPublic: true,
  gather: (context, _known, signal) => lookUpServer(registrableOf(context.target.hosts.apex), context, signal),
});

const registration = probe({
  fact: 'registration',
  layer: 'registrar',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['registryServer'],
  onlyPublic: true,
  gather: ({ target, reach }, { registryServer: server }, signal) =>
    lookUpRegistration(registrableOf(target.hosts.apex), server, { reach, signal }),
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

export const REGISTRAR_PROBES: readonly AnyProbe[] = [registryServer, registration, delegation];
