import { remembered } from '../../../server/shop/catalogue/remembered';

test('is read once for all who ask at the same time', async () => {
  const read = jest.fn(() => Promise.resolve('value'));
  const get = remembered(read);
  expect(await Promise.all([get(), get(), get()])).toEqual(['value', 'value', 'value']);
  expect(read).toHaveBeenCalledTimes(1);
});

test('is read again when it has aged', async () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  try {
    const read = jest.fn<Promise<number>, []>().mockResolvedValueOnce(1).mockResolvedValueOnce(2);
    const get = remembered(read);
    expect(await get()).toBe(1);
    clock.mockReturnValue(999);
    expect(await get()).toBe(1);
    clock.mockReturnValue(1_000);
    expect(await get()).toBe(2);
  } finally {
    clock.mockRestore();
  }
});

test('a failed reading is not remembered', async () => {
  const read = jest.fn<Promise<string>, []>().mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce('back');
  const get = remembered(read);
  await expect(get()).rejects.toThrow('away');
  expect(await get()).toBe('back');
});
