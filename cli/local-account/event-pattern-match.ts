import { matchesGlob } from '../../functions/core/judge/glob.ts';
import { isObject } from './json.ts';

/** An EventBridge event pattern: nested objects whose leaves are lists of what may match. */
export type Pattern = Readonly<Record<string, unknown>>;

type Test = (event: unknown) => boolean;
/** A test of one leaf value of the event. */
type ValueTest = (value: unknown) => boolean;

/**
 * Whether an event matches an EventBridge pattern. Knows exact values, `prefix`, `suffix`, `equals-ignore-case`,
 * `wildcard`, `numeric`, `anything-but`, `exists` and `$or`; anything else in the pattern is a TypeError, also where the
 * event would not have come so far.
 *
 * A field that is absent matches nothing but `exists: false`: `anything-but` does not match it.
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return compile(pattern, '')(event);
}

function compile(pattern: unknown, path: string): Test {
  const place = path === '' ? 'the pattern' : path;
  if (!isObject(pattern)) throw new TypeError(`${place} is neither an object nor a list`);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new TypeError(`${place} is empty`);
  const tests = entries.map(([key, inner]): Test => {
    const field = path === '' ? key : `${path}.${key}`;
    if (key === '$or') return compileOr(inner, field);
    const test = Array.isArray(inner) ? compileLeaf(inner, field) : compile(inner, field);
    return (event) => test(isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined);
  });
  return (event) => {
    // A list of objects matches when one of them matches as a whole.
    const candidates = Array.isArray(event) ? event.flat(Number.POSITIVE_INFINITY) : [event];
    return (candidates.length > 0 ? candidates : [undefined]).some((each) => tests.every((test) => test(each)));
  };
}

function compileOr(branches: unknown, path: string): Test {
  if (!Array.isArray(branches) || branches.length < 2)
    throw new TypeError(`${path} needs a list of at least two patterns`);
  const tests = branches.map((branch, index) => compile(branch, `${path}[${index}]`));
  return (event) => tests.some((test) => test(event));
}

function compileLeaf(matchers: readonly unknown[], path: string): Test {
  if (matchers.length === 0) throw new TypeError(`${path} is an empty list`);
  const tests = matchers.map((matcher, index) => compileMatcher(matcher, `${path}[${index}]`));
  return (value) => {
    const leaves = (Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]).filter(
      (leaf) => leaf !== undefined && !isObject(leaf),
    );
    return tests.some((test) => test(leaves));
  };
}

function compileMatcher(matcher: unknown, path: string): (leaves: readonly unknown[]) => boolean {
  if (!isObject(matcher)) {
    if (Array.isArray(matcher)) throw new TypeError(`${path} is a list in a list`);
    return (leaves) => leaves.includes(matcher);
  }
  const [[operator, operand] = ['', undefined], ...others] = Object.entries(matcher);
  if (others.length > 0) throw new TypeError(`${path} has ${others.length + 1} operators and may have one`);
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') throw new TypeError(`${path}.exists is neither true nor false`);
    return (leaves) => leaves.length > 0 === operand;
  }
  const test =
    operator === 'anything-but' ? compileAnythingBut(operand, path) : compileValueTest(operator, operand, path);
  return (leaves) => leaves.some(test);
}

function compileAnythingBut(operand: unknown, path: string): ValueTest {
  if (isObject(operand)) {
    const [[operator, inner] = ['', undefined], ...others] = Object.entries(operand);
    if (others.length > 0 || operator === 'numeric') throw new TypeError(`${path}.anything-but can't be read`);
    const tests = (Array.isArray(inner) ? inner : [inner]).map((each) =>
      compileValueTest(operator, each, `${path}.anything-but`),
    );
    if (tests.length === 0) throw new TypeError(`${path}.anything-but is empty`);
    return (value) => !tests.some((test) => test(value));
  }
  const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const kinds = new Set(excluded.map((each) => typeof each));
  if (kinds.size !== 1 || !(kinds.has('string') || kinds.has('number')))
    throw new TypeError(`${path}.anything-but takes texts or numbers, not both and not none`);
  return (value) => !excluded.includes(value);
}

function compileValueTest(operator: string, operand: unknown, path: string): ValueTest {
  if (operator === 'numeric') return compileNumeric(operand, `${path}.numeric`);
  const caseless = isObject(operand) && (operator === 'prefix' || operator === 'suffix');
  const text = caseless ? operand['equals-ignore-case'] : operand;
  const compare = TEXT_TESTS.get(operator);
  if (!compare) throw new TypeError(`${path} has the operator ${JSON.stringify(operator)}, which is not known here`);
  if (typeof text !== 'string' || (caseless && Object.keys(operand).length !== 1))
    throw new TypeError(`${path}.${operator} takes a text`);
  // matchesGlob would read more than EventBridge does.
  if (operator === 'wildcard' && /[?\\]/.test(text)) throw new TypeError(`${path}.wildcard may not hold ? or \\ here`);
  const fold = (given: string) => (caseless ? given.toLowerCase() : given);
  return (value) => typeof value === 'string' && compare(fold(value), fold(text));
}

const TEXT_TESTS: ReadonlyMap<string, (value: string, text: string) => boolean> = new Map([
  ['prefix', (value: string, text: string) => value.startsWith(text)],
  ['suffix', (value: string, text: string) => value.endsWith(text)],
  ['equals-ignore-case', (value: string, text: string) => value.toLowerCase() === text.toLowerCase()],
  ['wildcard', (value: string, text: string) => matchesGlob(text, value)],
]);

const COMPARISONS: ReadonlyMap<unknown, (value: number, limit: number) => boolean> = new Map([
  ['=', (value: number, limit: number) => value === limit],
  ['<', (value: number, limit: number) => value < limit],
  ['<=', (value: number, limit: number) => value <= limit],
  ['>', (value: number, limit: number) => value > limit],
  ['>=', (value: number, limit: number) => value >= limit],
]);

function compileNumeric(operand: unknown, path: string): ValueTest {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw new TypeError(`${path} takes one or two comparisons, such as [">", 0, "<=", 5]`);
  const tests = Array.from({ length: operand.length / 2 }, (_, index) => {
    const [compare, limit] = [COMPARISONS.get(operand[2 * index]), operand[2 * index + 1]];
    if (!compare || typeof limit !== 'number') throw new TypeError(`${path} has a comparison that can't be read`);
    return (value: number) => compare(value, limit);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}
