import type { Target } from '../../health/facts';
import { lookForAddresses } from '../dns/addresses';
import { shopsAuthority } from '../dns/authority';
import { lookForCaa } from '../dns/caa';
import { lookForDnssec } from '../dns/dnssec';
import { lookThroughResolvers } from '../dns/resolution';
import { askerOf } from '../dns/resolver';
import { lookForZone } from '../dns/zone';
import { probe, type AnyProbe } from '../probe';

const namesOf = ({ hosts }: Target): readonly string[] => hosts.all.map(({ name }) => name);

const zone = probe({
  fact: 'zone',
  layer: 'dns',
  view: 'outside',
  deadlineMs: 12_000,
  after: ['delegation'],
  onlyPublic: true,
  gather: (context, { delegation }, signal) =>
    lookForZone(askerOf(context, signal), delegation, namesOf(context.target)),
});

const caa = probe({
  fact: 'caa',
  layer: 'dns',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['zone'],
  onlyPublic: true,
  gather: async (context, known, signal) => ({
    ...(await lookForCaa(askerOf(context, signal), known.zone, namesOf(context.target))),
    ...(await shopsAuthority(context.inside)),
  }),
});

const dnssec = probe({
  fact: 'dnssec',
  layer: 'dns',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['delegation', 'zone'],
  onlyPublic: true,
  gather: (context, known, signal) => lookForDnssec(askerOf(context, signal), known.delegation, known.zone),
});

const resolution = probe({
  fact: 'resolution',
  layer: 'dns',
  view: 'outside',
  deadlineMs: 15_000,
  after: ['delegation'],
  onlyPublic: true,
  gather: (context, { delegation }, signal) =>
    lookThroughResolvers(askerOf(context, signal), delegation, namesOf(context.target)),
});

const addresses = probe({
  fact: 'addresses',
  layer: 'dns',
  view: 'outside',
  deadlineMs: 8_000,
  after: [],
  ifKnown: ['zone'],
  gather: (context, known, signal) => lookForAddresses(context, known.zone, signal),
});

export const DNS_PROBES: readonly AnyProbe[] = [zone, caa, dnssec, resolution, addresses];
