import { lookForMailRecords } from '../dns/mail';
import { askerOf } from '../dns/resolver';
import { probe, type AnyProbe } from '../probe';

const mailRecords = probe({
  fact: 'mailRecords',
  layer: 'mail',
  view: 'outside',
  deadlineMs: 10_000,
  after: ['zone'],
  onlyPublic: true,
  gather: (context, { zone }, signal) => lookForMailRecords(askerOf(context, signal), zone, context.target.hosts.apex),
});

export const MAIL_PROBES: readonly AnyProbe[] = [mailRecords];
