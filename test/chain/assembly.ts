import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is read of a synthesised template. */
export type Template = {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>;
};

type Assets = {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
};

/** The properties of all resources of one type in a cloud assembly's template. */
export const propertiesOf = (outdir: string, type: string): Record<string, unknown>[] =>
  Object.values(templateOf(outdir).Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

/** Every action that the policies of a cloud assembly's template allow, `service:Action`. */
export const allowedActions = (outdir: string): string[] =>
  propertiesOf(outdir, 'AWS::IAM::Policy')
    .flatMap(({ PolicyDocument }) => (PolicyDocument as PolicyDocument).Statement)
    .flatMap(({ Action }) => Action);
type PolicyDocument = { readonly Statement: readonly { readonly Action: string | readonly string[] }[] };

/** The template in a cloud assembly. */
export const templateOf = (outdir: string): Template => readJson(outdir, 'Portcullis.template.json') as Template;

/** The folder of a cloud assembly whose zip was uploaded as the code of a function, which has this id in our own code. */
export function bundleOf(outdir: string, id: string): string {
  const functions = Object.entries(templateOf(outdir).Resources).filter(
    ([name, { Type }]) => Type === 'AWS::Lambda::Function' && name.replace(/[0-9A-F]{8}$/, '') === id,
  );
  const code = functions[0]?.[1].Properties.Code as { readonly S3Key?: string } | undefined;
  const { files } = readJson(outdir, 'Portcullis.assets.json') as Assets;
  const asset = Object.values(files).find(({ destinations }) =>
    Object.values(destinations).some(({ objectKey }) => objectKey === code?.S3Key),
  );
  if (functions.length !== 1 || asset === undefined) {
    throw new Error(`${functions.length} functions ${id}; the code of the first is ${code?.S3Key}, which is no asset`);
  }
  return join(outdir, asset.source.path);
}

const readJson = (folder: string, name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
