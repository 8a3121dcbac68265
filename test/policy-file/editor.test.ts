import { describe, expect, test } from 'vitest';
import { schemaFiles } from '../../functions/policy-file/schema.ts';

type Node = { readonly [keyword: string]: unknown };

/** Every map below a schema, with the path to it. */
function nodesIn(value: unknown, path = ''): [path: string, node: Node][] {
  if (Array.isArray(value)) return value.flatMap((each, index) => nodesIn(each, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([key, each]) => nodesIn(each, `${path}.${key}`));
  return [[path, value as Node], ...below];
}

describe.for([...schemaFiles()])('%s, as an editor shows it,', ([, text]) => {
  const nodes = nodesIn(JSON.parse(text));
  const under = (node: Node, keyword: string) => Object.entries((node[keyword] ?? {}) as Record<string, Node>);

  test('says what every key means', () => {
    const keys = nodes.flatMap(([path, node]) =>
      // The map of all keys is itself under a keyword, where every name is a key.
      path.endsWith('.properties')
        ? []
        : under(node, 'properties').map(([key, each]) => [`${path}.${key}`, each] as const),
    );
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.filter(([, each]) => typeof each.description !== 'string').map(([path]) => path)).toEqual([]);
  });

  test('says what every word means', () => {
    for (const [path, node] of nodes) {
      if (!Array.isArray(node.enum)) continue;
      expect(node.enumDescriptions, path).toHaveLength(node.enum.length);
      for (const meaning of node.enumDescriptions as unknown[]) expect(meaning, path).toMatch(/^[A-Z].+[^.]$/);
    }
  });

  test('heads no hover text with the name of the file', () => {
    expect(nodes.filter(([path, node]) => !path.endsWith('.properties') && 'title' in node)).toEqual([]);
  });
});

test('the schemas keep the words of sources and their meanings together', () => {
  const nodes = nodesIn(JSON.parse(schemaFiles().get('policy.schema.json') ?? ''));
  const words = nodes.filter(([, node]) => Array.isArray(node.enum) && node.enum.includes('anywhere'));
  expect(words.length).toBeGreaterThan(0);
  for (const [, node] of words) {
    expect(node.enum).toEqual(['anywhere', 'public', 'any']);
    expect((node.enumDescriptions as string[])[0]).toContain('at least half of the public addresses');
  }
});
