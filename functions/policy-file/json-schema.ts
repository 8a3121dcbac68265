import * as z from 'zod';

/** The JSON Schema (draft 7, which editors know best) of what a schema reads, for editors. It is looser than the schema itself, never stricter. */
export function jsonSchema(schema: z.ZodType): { [keyword: string]: unknown } {
  const {
    $schema,
    '~standard': _,
    ...json
  } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', override: singleEntries });
  return json;
}

/** `oneOrMany` takes a single entry for a list of one. */
function singleEntries({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.oneOrMany !== true) return;
  const { oneOrMany: _, description, ...list } = { ...jsonSchema };
  for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
  Object.assign(jsonSchema, description === undefined ? {} : { description }, { anyOf: [list.items, list] });
}
