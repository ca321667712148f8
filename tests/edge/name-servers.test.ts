/** Servers that speak for a zone: some lag, some are silent. */
import { addressesOf, delegatedTo, waitUntilServed, type NameServer } from '../../server/certificates/name-servers';
import { startKnot, type Knot } from '../setup/knot';
import { closeAll, closeLater, createLogCapture } from './support/edge';

jest.setTimeout(120_000);

const ZONE = 'essence-aura.test';
const RECORD = { name: `_acme-challenge.${ZONE}`, value: 'the digest' };
const SILENT = { name: `ns3.${ZONE}`, address: '127.0.0.3' };

let knot: Knot;
const capture = createLogCapture();
beforeAll(async () => {
  knot = await startKnot(ZONE);
  closeLater(() => knot.stop());
  await knot.records.change([], [{ name: RECORD.name, type: 'TXT', ttl: 60, values: [`"${RECORD.value}"`] }]);
});
afterAll(closeAll);

const primary = { name: `ns1.${ZONE}`, address: '127.0.0.1' };
const wait = (servers: readonly NameServer[], deadlineMs = 60_000, signal = new AbortController().signal) =>
  waitUntilServed({ servers, records: [RECORD], port: knot.port, logger: capture.logger, signal, deadlineMs });

test('they are found with every address of both families', async () => {
  const dns = { resolver: knot.primary, port: knot.port };
  const names = await delegatedTo(ZONE, dns);
  expect(names).toEqual([`ns1.${ZONE}`, `ns2.${ZONE}`]);
  expect(await addressesOf(names, dns)).toEqual([
    primary,
    { name: `ns2.${ZONE}`, address: '127.0.0.2' },
    { name: `ns2.${ZONE}`, address: '::1' },
  ]);
  expect(await delegatedTo(`none.${ZONE}`, dns)).toEqual([]);
});

test('one that has not a record by the deadline is named, by each of its addresses', async () => {
  const servers = await addressesOf([`ns1.${ZONE}`, `ns2.${ZONE}`], { resolver: knot.primary, port: knot.port });
  await expect(wait(servers, 1_500)).rejects.toThrow(
    `of 3 addresses of name servers ns2.${ZONE} (127.0.0.2), ns2.${ZONE} (::1) did not show the records of the proof: the CA was not asked`,
  );
});

test('one that says nothing is asked again, and then passed over as a CA does, with a warning', async () => {
  const startedAt = Date.now();
  await wait([primary, SILENT]);
  expect(Date.now() - startedAt).toBeGreaterThan(3_900);
  const warning = `name servers that don't answer: ns3.${ZONE} (127.0.0.3)`;
  expect(capture.lines).toContainEqual(expect.objectContaining({ msg: warning }));
});

test('where nobody answers, the CA is not asked', async () => {
  await expect(wait([SILENT], 1_500)).rejects.toThrow(`ns3.${ZONE} (127.0.0.3) did not answer: the CA was not asked`);
});

test('one to which there is no way is left to those who have one', async () => {
  // The system lets nobody send there.
  const far = { name: `ns4.${ZONE}`, address: '255.255.255.255' };
  await wait([primary, far]);
  const said = `not asked, for there is no way to them: ns4.${ZONE} (255.255.255.255)`;
  expect(capture.lines).toContainEqual(expect.objectContaining({ msg: said }));
  await expect(wait([far], 1)).rejects.toThrow('this machine has no way to any of them');
});

test('a stop ends the wait', async () => {
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(new Error('stopped')), 300);
  await expect(wait([primary, SILENT], 60_000, stopping.signal)).rejects.toThrow(/stopped|aborted/);
});
