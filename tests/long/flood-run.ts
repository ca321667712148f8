/** The flood as a process of its own, started by flood.test.ts: takes a port and a number, prints what it saw. */
import { floodWithNames } from './flood-client';

const [port, names] = process.argv.slice(2).map(Number);

void floodWithNames({ port: port!, names: names!, atOnce: 16 }).then((answered) => {
  process.send?.({ answered });
});
