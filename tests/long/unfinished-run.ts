/** The attack as a process of its own, started by unfinished.test.ts: takes the port, the name and a file with the CA. */
import { readFileSync } from 'node:fs';
import { unfinishedPosts, unfinishedStreams } from '../edge/support/unfinished';

const [port, host = '', caFile = '', from = '', streams, posts] = process.argv.slice(2);
const options = { port: Number(port), host, ca: readFileSync(caFile, 'utf8'), from, path: '/cart/items' };
const floods = [unfinishedStreams(Number(streams), options), unfinishedPosts(Number(posts), options)];

process.once('disconnect', () => process.exit(0));
process.once('message', () => {
  process.send?.(floods.map(({ open, begun, answers }) => ({ open: open(), begun: begun(), answers: [...answers] })));
  for (const { stop } of floods) stop();
});
