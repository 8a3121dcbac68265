import type { MotoServer } from '../moto/server.ts';

/** A function as Lambda lists it. */
export type FunctionConfiguration = {
  readonly FunctionArn: string;
  readonly Handler: string;
  readonly MemorySize: number;
  /** Seconds */
  readonly Timeout: number;
  readonly Role: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
};

/** An event source mapping as Lambda lists it. */
export type Mapping = {
  readonly UUID: string;
  readonly EventSourceArn: string;
  readonly FunctionArn: string;
  readonly BatchSize: number;
  readonly FunctionResponseTypes?: readonly string[];
};

/** Every function of the account. */
export const listFunctions = async (moto: MotoServer) =>
  ((await call(moto, 'GET', 'functions/')) as { readonly Functions: readonly FunctionConfiguration[] }).Functions;

/** Every event source mapping of the account. */
export const listMappings = async (moto: MotoServer) =>
  ((await call(moto, 'GET', 'event-source-mappings/')) as { readonly EventSourceMappings: readonly Mapping[] })
    .EventSourceMappings;

/** Stops a mapping from polling. */
export async function disableMapping(moto: MotoServer, { UUID }: Mapping): Promise<void> {
  await call(moto, 'PUT', `event-source-mappings/${UUID}`, { Enabled: false });
}

/** Lambda's REST API, for which the project has no client. Moto tells services apart by the signature's scope alone. */
async function call({ endpoint, client }: MotoServer, method: string, path: string, body?: object): Promise<unknown> {
  const scope = `${client.credentials.accessKeyId}/20260101/${client.region}/lambda/aws4_request`;
  const answer = await fetch(`${endpoint}/2015-03-31/${path}`, {
    method,
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`Lambda answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
  return answer.json();
}
