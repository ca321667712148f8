import { withCounter } from '../database/store/orders/counter';
import { runHistories } from '../database/store/orders/histories';

const counter = withCounter();

test('a thousand random histories of orders end with shop and provider agreeing', async () => {
  await runHistories(counter, 1_000);
}, 3_600_000);
