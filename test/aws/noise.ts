/** A text that gzip can't make smaller than about three quarters; another one for each seed, a whole number above 0. */
export function noise(length: number, seed = 1): string {
  let state = seed;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  };
  return Array.from({ length }, next).join('');
}
