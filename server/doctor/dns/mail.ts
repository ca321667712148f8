/** What the zone says of mail from and to the domain; asked of its own servers, for resolvers may still remember others. */
import type { Zone } from '../../health/facts/dns';
import type { MailExchange, MailRecords } from '../../health/facts/mail';
import { ask, type Question } from './client';
import { registrableOf } from './delegation';
import { canonicalName, isWithin, recordsOf, textOf } from './records';
import { resolve, type Asker } from './resolver';
import { speakingOf } from './zone';

export async function lookForMailRecords(asker: Asker, zone: Zone, domain: string): Promise<MailRecords> {
  const [first] = speakingOf(asker, zone.servers);
  const answersTo = async (question: Question) => {
    const isOwn = first && isWithin(question.name, zone.name);
    const reply = isOwn ? await ask(first.server, question, { signal: asker.signal }) : await resolve(asker, question);
    if (reply.failure !== null || (reply.rcode !== 'NOERROR' && reply.rcode !== 'NXDOMAIN'))
      throw new Error(`${question.type} of ${question.name}: ${reply.failure ?? reply.rcode}`);
    return reply.answers;
  };
  const textsOf = async (name: string, start: RegExp): Promise<readonly string[]> =>
    recordsOf(await answersTo({ name, type: 'TXT' }), 'TXT')
      .map(textOf)
      .filter((text) => start.test(text));
  const exchangesOf = async (name: string) => recordsOf(await answersTo({ name, type: 'MX' }), 'MX');

  const bounces = `bounces.${domain}`;
  const [exchanges, spf, bouncesExchanges, bouncesSpf, [dmarcAt, dmarc]] = await Promise.all([
    exchangesOf(domain),
    textsOf(domain, SPF),
    exchangesOf(bounces),
    textsOf(bounces, SPF),
    dmarcOf(domain, (name) => textsOf(name, DMARC)),
  ]);
  return {
    ...{ domain, spf, dmarcAt, dmarc },
    exchanges: await Promise.all(exchanges.map(({ data }) => lookAtExchange(asker, data))),
    bounces: {
      domain: bounces,
      exchanges: bouncesExchanges.map(({ data }) => canonicalName(data.exchange)),
      spf: bouncesSpf,
    },
  };
}

const SPF = /^v=spf1( |$)/i;
const DMARC = /^v\s*=\s*DMARC1/i;

/** RFC 7489, 6.6.3: the domain's own, else that of the one that is bought. */
async function dmarcOf(
  domain: string,
  textsOf: (name: string) => Promise<readonly string[]>,
): Promise<readonly [string | null, readonly string[]]> {
  for (const at of new Set([domain, registrableOf(domain)])) {
    const found = await textsOf(`_dmarc.${at}`);
    if (found.length > 0) return [`_dmarc.${at}`, found];
  }
  return [null, []];
}

interface Exchange {
  readonly preference?: number | undefined;
  readonly exchange: string;
}

async function lookAtExchange(asker: Asker, { preference = 0, exchange }: Exchange): Promise<MailExchange> {
  const name = canonicalName(exchange);
  // RFC 7505: no mail is taken.
  if (name === '' || name === '.') return { name: '.', preference, outcome: 'NOERROR' };
  const [a, aaaa] = await Promise.all(
    (['A', 'AAAA'] as const).map((type) => resolve(asker, { name, type }).catch(() => null)),
  );
  const replies = [a, aaaa].filter((reply) => reply != null);
  const outcome = (): string => {
    if (replies.length < 2) return 'NOERROR';
    if (replies.some(({ answers }) => recordsOf(answers, 'CNAME').some((record) => record.name === name)))
      return 'an alias';
    const hasAddress = replies.some(
      ({ answers }) => recordsOf(answers, 'A').length + recordsOf(answers, 'AAAA').length > 0,
    );
    if (hasAddress) return 'NOERROR';
    return replies.some(({ rcode }) => rcode === 'NXDOMAIN') ? 'NXDOMAIN' : 'no address';
  };
  return { name, preference, outcome: outcome() };
}
