/** The most characters of reasons, one aside: a mail and a table have room for about as much. */
const LONGEST = 240;

/** Several reasons in one sentence: the first ones that have room, and how many there are beside. */
export function joinedReasons(all: readonly string[]): string {
  const reasons = [...new Set(all)];
  let kept = 1;
  while (kept < reasons.length && reasons.slice(0, kept + 1).join('; ').length <= LONGEST) kept++;
  const left = reasons.length - kept;
  return [
    ...reasons.slice(0, kept),
    ...(left > 0 ? [`and ${left} more ${left === 1 ? 'reason' : 'reasons'}`] : []),
  ].join('; ');
}
