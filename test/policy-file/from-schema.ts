import * as z from 'zod';
import { schemaFiles } from '../../functions/policy-file/schema.ts';

/**
 * A validator made of a JSON Schema that we generate. Zod reads back all of JSON Schema that ours uses but keys required by
 * `oneOf`; those have their own test.
 */
export function fromSchema(name: string) {
  const text = schemaFiles().get(name) ?? '';
  return z.fromJSONSchema(JSON.parse(text, (key, value) => (key === 'oneOf' ? undefined : value)));
}
