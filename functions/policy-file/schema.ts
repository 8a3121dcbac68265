import { casesSchema } from './case-schema.ts';
import { defaultsSchema } from './defaults-schema.ts';
import { exemptionsSchema } from './exemption-schema.ts';
import { guardrailsSchema } from './guardrails-schema.ts';
import { jsonSchema } from './json-schema.ts';
import { policyKeys } from './policy-schema.ts';

/** The schemas that an editor reads beside the policies, as file name to text; `portcullis schema` writes them. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const file = (schema: Parameters<typeof jsonSchema>[0]) => {
    const $schema = 'http://json-schema.org/draft-07/schema#';
    const { title, description, ...json } = jsonSchema(schema);
    // An editor heads every hover text with the title of the whole.
    const texts = [title, description].filter((text) => text !== undefined).join('. ');
    return `${JSON.stringify({ $schema, description: texts, ...json }, undefined, 2)}\n`;
  };
  return new Map([
    ['policy.schema.json', file(policyKeys)],
    ['cases.schema.json', file(casesSchema)],
    ['defaults.schema.json', file(defaultsSchema)],
    ['exemptions.schema.json', file(exemptionsSchema)],
    ['guardrails.schema.json', file(guardrailsSchema)],
  ]);
}
