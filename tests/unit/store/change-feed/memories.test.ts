import { createMemories } from '../../../../server/store/change-feed/memories';

afterEach(() => jest.restoreAllMocks());

const numbers = () => {
  let read = 0;
  return jest.fn(() => Promise.resolve((read += 1)));
};

test('is read once for all who ask at the same time', async () => {
  const read = numbers();
  const get = createMemories().remembered(read);
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
  expect(read).toHaveBeenCalledTimes(1);
});

test('is read again before the edge asks a second time, half a second after a change', async () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  const get = createMemories().remembered(numbers());
  expect(await get()).toBe(1);
  clock.mockReturnValue(399);
  expect(await get()).toBe(1);
  clock.mockReturnValue(400);
  expect(await get()).toBe(2);
});

test('is not read again for as long as it is known to be right', async () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  const memories = createMemories();
  const get = memories.remembered(numbers());
  await get();
  for (const now of [300, 600, 900, 86_400_000]) {
    memories.stillRightAt(now);
    clock.mockReturnValue(now + 399);
    expect(await get()).toBe(1);
  }
  clock.mockReturnValue(86_400_400);
  expect(await get()).toBe(2);
  memories.stillRightAt(86_400_400);
  memories.forgetAll();
  expect(await get()).toBe(3);
});

test('everything is forgotten together, also what is being read at that moment', async () => {
  const memories = createMemories();
  const [one, other] = [memories.remembered(numbers()), memories.remembered(numbers())];
  await one();
  const underway = other();
  memories.forgetAll();
  expect(await Promise.all([underway, one(), other()])).toEqual([1, 2, 2]);
});

test('a failed reading is not remembered, and takes nothing with it that was read after it', async () => {
  let fail: (reason: Error) => void = () => undefined;
  const read = jest
    .fn<Promise<string>, []>()
    .mockReturnValueOnce(new Promise((_, reject) => (fail = reject)))
    .mockResolvedValueOnce('back');
  const memories = createMemories();
  const get = memories.remembered(read);
  const failed = get();
  memories.forgetAll();
  expect(await get()).toBe('back');
  fail(new Error('away'));
  await expect(failed).rejects.toThrow('away');
  expect(await get()).toBe('back');
  expect(read).toHaveBeenCalledTimes(2);
});

test('what failed is read again at once', async () => {
  const read = jest.fn<Promise<string>, []>().mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce('back');
  const get = createMemories().remembered(read);
  await expect(get()).rejects.toThrow('away');
  expect(await get()).toBe('back');
});
