import { expect, test } from 'vitest';
import { lazily } from '../../functions/aws/lazily.ts';

test('lazily() loads at the first call and only once, however many wait for it', async () => {
  let loads = 0;
  const double = lazily(async () => {
    loads++;
    return async (number: number) => number * 2;
  });
  expect(loads).toBe(0);
  await expect(Promise.all([double(1), double(2)])).resolves.toEqual([2, 4]);
  await expect(double(3)).resolves.toBe(6);
  expect(loads).toBe(1);
});

test('lazily() loads anew when a load failed', async () => {
  const answers = [Promise.reject(new Error('no such module')), Promise.resolve(async () => 7)];
  const seven = lazily(() => answers.shift() ?? Promise.reject(new Error('a third load')));
  await expect(seven()).rejects.toThrow('no such module');
  await expect(seven()).resolves.toBe(7);
});
