import { withCounter } from './counter';
import { runHistories } from './histories';

const counter = withCounter();

test('whatever happens to orders, in whatever order and however often at once, shop and provider agree in the end', async () => {
  await runHistories(counter, 60);
}, 300_000);
