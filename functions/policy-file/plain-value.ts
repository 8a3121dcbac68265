import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import { type Fault, quoted } from './problem.ts';

/** Takes a fault and where it is, as an offset into the text. */
export type Refuse = (offset: number, fault: Fault) => void;

/** No policy needs more, and every reader after this one may then recurse without fear. */
const DEEPEST = 12;

/** The plain value of a YAML node; whatever is not plain is refused, and reading goes on. */
export function plainValue(node: unknown, refuse: Refuse, depth = 0): unknown {
  const start = startOf(node);
  if (depth > DEEPEST) {
    refuse(start, { code: 'wrong-type', message: `Nested more than ${DEEPEST} levels deep` });
    return null;
  }
  refuseFeatures(node, start, refuse);
  if (isScalar(node)) return scalarValue(node);
  if (isSeq(node)) return node.items.map((item) => plainValue(item, refuse, depth + 1));
  if (isMap(node)) return mapValue(node, refuse, depth);
  return null;
}

/** A key's text, as it was written; undefined when the key is no scalar. */
export function keyText(pair: Pair): string | undefined {
  const { key } = pair;
  if (!isScalar(key)) return undefined;
  return key.source ?? String(key.value);
}

/** Where a node starts. */
export const startOf = (node: unknown): number => (node as Node | null | undefined)?.range?.[0] ?? 0;

function mapValue(map: YAMLMap, refuse: Refuse, depth: number): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const pair of map.items) {
    const key = keyText(pair);
    const start = startOf(pair.key);
    refuseFeatures(pair.key, start, refuse);
    if (key === undefined) refuse(start, { code: 'wrong-type', message: 'A key is a text, not a list or map' });
    else if (key === '__proto__') refuse(start, { code: 'unknown-key', message: '__proto__ is no usable key' });
    else if (key === '<<' && isScalar(pair.key) && pair.key.type === Scalar.PLAIN)
      refuse(start, { code: 'yaml-feature', message: 'Merge keys (<<) are not allowed; write the keys out' });
    else if (entries.has(key)) refuse(start, { code: 'duplicate-key', message: `Key ${quoted(key)} is given twice` });
    else entries.set(key, plainValue(pair.value, refuse, depth + 1));
  }
  return Object.fromEntries(entries);
}

/**
 * Numbers and booleans that are written plainly; every other plain scalar keeps its text, so that `010`, `1e3` and
 * `012345678901` are judged as they were written, not as YAML reads them.
 */
function scalarValue({ type, value, source }: Scalar): unknown {
  if (type !== Scalar.PLAIN) return value;
  if (typeof value === 'number') return /^(0|-?[1-9]\d{0,14})$/.test(source ?? '') ? value : source;
  if (typeof value === 'boolean') return source === String(value) ? value : source;
  return value;
}

function refuseFeatures(node: unknown, start: number, refuse: Refuse): void {
  const feature = (message: string) => refuse(start, { code: 'yaml-feature', message });
  if (isAlias(node)) {
    feature(`*${node.source} is a YAML alias, which is not allowed; put a pattern that starts with * in quotes`);
    return;
  }
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return;
  if (node.anchor !== undefined)
    feature(`Anchors (&${node.anchor}) are not allowed; write the value out where it is used`);
  if (node.tag !== undefined) feature(`Tags (${quoted(node.tag)}) are not allowed; leave the tag out`);
}
