import { isMap, isSeq, type Pair, type YAMLMap } from 'yaml';
import { keyText, startOf } from './plain-value.ts';

/** Where in a text a value stands. */
export type Place = {
  readonly line: number;
  readonly column: number;
  /** The path as people write it, such as `deny[0].ports[1]`; empty at the root. */
  readonly label: string;
  /** The first key of the path that is not there; the place is then that of the map that lacks it. */
  readonly absent?: string;
};

type Position = (offset: number) => { line: number; column: number };

/** Finds places in a YAML tree. */
export function places(root: unknown, position: Position) {
  const indexes = new WeakMap<YAMLMap, Map<string, Pair>>();
  const pairOf = (map: YAMLMap, key: string): Pair | undefined => {
    const known = indexes.get(map);
    if (known) return known.get(key);
    // The first of duplicate keys counts, as in `plainValue`.
    const index = new Map(map.items.toReversed().flatMap((pair) => [[keyText(pair) ?? '', pair] as const]));
    indexes.set(map, index);
    return index.get(key);
  };

  const walk = (path: readonly PropertyKey[]) => {
    let node = root;
    let label = '';
    for (const step of path) {
      // A single value stands for a list of one, and has the place of that list's only entry.
      if (typeof step === 'number' && !isSeq(node)) continue;
      if (isMap(node)) {
        const pair = pairOf(node, String(step));
        if (!pair) return { node, label, absent: String(step) };
        node = pair.value;
        label = joined(label, String(step));
      } else if (isSeq(node) && typeof step === 'number') {
        node = node.items[step];
        label = `${label}[${step}]`;
      }
    }
    return { node, label };
  };

  return {
    placeOf: (path: readonly PropertyKey[]): Place => {
      const { node, label, absent } = walk(path);
      return { ...position(startOf(node)), label, ...(absent === undefined ? {} : { absent }) };
    },
    placeOfKey: (path: readonly PropertyKey[], key: string): Place => {
      const { node, label } = walk(path);
      const pair = isMap(node) ? pairOf(node, key) : undefined;
      return { ...position(startOf(pair ? pair.key : node)), label };
    },
  };
}

function joined(label: string, key: string): string {
  if (!/^[\w-]{1,40}$/.test(key)) return `${label}[${JSON.stringify(key.slice(0, 40))}]`;
  return label === '' ? key : `${label}.${key}`;
}
