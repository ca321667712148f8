import { createAdmission, type AdmissionLimits, type Load, type Visit } from '../../../server/edge/admission';

const MANY = { total: 1_000, perAddress: 1_000 };

/** Visits by name: who is with the shop, and who was refused, in the order in which it happened. */
function open(limits: Partial<AdmissionLimits>, onStart: (name: string) => unknown = () => undefined) {
  const admission = createAdmission({
    inFlight: 1_000,
    shopExchanges: MANY,
    shopBodies: MANY,
    shopUploads: MANY,
    ...limits,
  });
  const visits = new Map<string, Visit>();
  const started: string[] = [];
  const refused: string[] = [];
  return {
    started,
    refused,
    enter(name: string, block: string, load: Load = 'bodyless') {
      const visit: Visit = {
        block,
        load,
        start: () => void (started.push(name), onStart(name)),
        refuse: () => void refused.push(name),
      };
      visits.set(name, visit);
      admission.enter(visit);
    },
    leave: (name: string) => admission.leave(visits.get(name)!),
    isInTheWay: (name: string) => admission.isInTheWay(visits.get(name)!),
    hasRoomFor: (block: string) => admission.hasRoomFor(block),
  };
}

const share = (total: number, perAddress = total) => ({ total, perAddress });

test('whoever finds a connection free takes it at once, and nobody is refused for the others of his address', () => {
  const gate = open({ shopExchanges: share(10, 2) });
  for (let i = 0; i < 100; i += 1) gate.enter(`crowd ${i}`, 'carrier');
  gate.enter('other', 'elsewhere');
  expect(gate.started).toEqual(['crowd 0', 'crowd 1', 'other']);
  for (let i = 0; i < 100; i += 1) gate.leave(`crowd ${i}`);
  expect(gate.started).toHaveLength(101);
  expect(gate.refused).toEqual([]);
});

test('those who wait come in turn, address by address, and within one as they came', () => {
  const gate = open({ shopExchanges: share(1) });
  for (const name of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) gate.enter(name, name[0]!);
  for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']) gate.leave(name);
  expect(gate.started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
});

test('requests with a body leave some connections to those without, and uploads most', () => {
  const gate = open({ shopExchanges: share(4), shopBodies: share(3), shopUploads: share(1) });
  gate.enter('upload 1', 'a', 'upload');
  gate.enter('upload 2', 'b', 'upload');
  for (const name of ['form 1', 'form 2', 'form 3']) gate.enter(name, 'a', 'body');
  gate.enter('page 1', 'c');
  gate.enter('page 2', 'c');
  expect(gate.started).toEqual(['upload 1', 'form 1', 'form 2', 'page 1']);
  gate.leave('page 1');
  expect(gate.started.at(-1)).toBe('page 2');
  gate.leave('form 1');
  expect(gate.started.at(-1)).toBe('form 3');
  gate.leave('upload 1');
  expect(gate.started.at(-1)).toBe('upload 2');
});

test('an upload that can’t start yet holds up nobody behind it, of its own address neither', () => {
  const gate = open({ shopExchanges: share(10), shopUploads: share(2, 1) });
  for (const name of ['u1', 'u2', 'u3']) gate.enter(name, 'a', 'upload');
  gate.enter('page', 'a');
  gate.enter('form', 'a', 'body');
  gate.enter('their upload', 'b', 'upload');
  expect(gate.started).toEqual(['u1', 'page', 'form', 'their upload']);
});

test('an upload is in the way of one that waits and could be in its place', () => {
  const gate = open({ shopExchanges: share(9), shopUploads: share(3, 2) });
  for (const name of ['a1', 'a2', 'b1']) gate.enter(name, name[0]!, 'upload');
  gate.enter('page', 'a');
  const inTheWay = (): string[] => ['a1', 'a2', 'b1', 'page'].filter((name) => gate.isInTheWay(name));
  expect(inTheWay()).toEqual([]);
  // His own address has its share: only what is his could make room.
  gate.enter('a3', 'a', 'upload');
  expect(inTheWay()).toEqual(['a1', 'a2']);
  gate.enter('c1', 'c', 'upload');
  expect(inTheWay()).toEqual(['a1', 'a2', 'b1']);
  gate.leave('b1');
  expect(gate.started.at(-1)).toBe('c1');
  expect(inTheWay()).toEqual(['a1', 'a2']);
  gate.leave('a2');
  expect(inTheWay()).toEqual([]);
  expect(gate.started).toEqual(['a1', 'a2', 'b1', 'page', 'c1', 'a3']);
});

test('when too many wait, the last of the address of which most wait is refused', () => {
  const gate = open({ inFlight: 5, shopExchanges: share(1) });
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) gate.enter(name, name[0]!);
  gate.enter('c1', 'c');
  expect(gate.refused).toEqual(['a4']);
  // Those of the flood don't displace others, only each other would do.
  gate.enter('a5', 'a');
  expect(gate.refused).toEqual(['a4', 'a5']);
  gate.leave('a1');
  for (const name of ['a2', 'b1', 'c1']) gate.leave(name);
  expect(gate.started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
});

test('who leaves while he waits is not started, and who leaves twice frees one place', () => {
  const gate = open({ shopExchanges: share(1) });
  for (const name of ['1', '2', '3', '4']) gate.enter(name, 'a');
  gate.leave('2');
  gate.leave('1');
  gate.leave('1');
  gate.leave('2');
  expect(gate.started).toEqual(['1', '3']);
});

test('a visit that ends while it is started makes way for the next', () => {
  const gate = open({ shopExchanges: share(1) }, (name) => name !== '1' && gate.leave(name));
  for (const name of ['1', '2', '3']) gate.enter(name, 'a');
  gate.leave('1');
  expect(gate.started).toEqual(['1', '2', '3']);
});

test('there is room for an address while it has some of its share, and all together of theirs', () => {
  const gate = open({ shopExchanges: share(3, 2) });
  gate.enter('a1', 'a');
  for (let asked = 0; asked < 5; asked += 1) expect(gate.hasRoomFor('a')).toBe(true);
  gate.enter('a2', 'a');
  expect([gate.hasRoomFor('a'), gate.hasRoomFor('b')]).toEqual([false, true]);
  gate.enter('b1', 'b');
  expect(gate.hasRoomFor('c')).toBe(false);
  gate.leave('a1');
  expect([gate.hasRoomFor('a'), gate.hasRoomFor('c')]).toEqual([true, true]);
});
