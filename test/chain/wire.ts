import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One AWS call that went over the wire. */
export type Call = {
  /** As IAM names it: `ec2:RevokeSecurityGroupIngress`. */
  readonly action: string;
  /** The request's body: a form for EC2 and SNS, JSON for DynamoDB and EventBridge. */
  readonly body: string;
  /** The HTTP status of the answer. */
  readonly status: number;
};

/** A wire between a function and the emulator. */
export type Wire = {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Every call, in the order of the answers. */
  readonly calls: readonly Call[];
  /** From now on keeps back the answers to some calls, which take effect all the same; ends with the call that it gives. */
  readonly hold: (matches: (call: Call) => boolean) => () => void;
  readonly close: () => Promise<void>;
};

/** Passes AWS calls on to an endpoint, and keeps them: the emulator delivers no mail, so this is where one can be read. */
export async function openWire(endpoint: string): Promise<Wire> {
  const calls: Call[] = [];
  const holds = new Set<(call: Call) => boolean>();
  const server = createServer(async (asked, answer) => {
    try {
      const body = await buffer(asked);
      const passed = await pass(endpoint, asked, body);
      const said = await buffer(passed);
      const text = body.toString();
      const call = { action: actionOf(asked.headers, text), body: text, status: passed.statusCode ?? 0 };
      calls.push(call);
      if ([...holds].some((matches) => matches(call))) return;
      const { connection: _, 'transfer-encoding': __, ...headers } = passed.headers;
      answer.writeHead(passed.statusCode ?? 502, headers).end(said);
    } catch {
      // To the caller this is a lost connection, which is what it was.
      answer.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    hold: (matches) => {
      holds.add(matches);
      return () => void holds.delete(matches);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pass = (endpoint: string, { method, url, headers }: IncomingMessage, body: Buffer) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const options = { headers, ...(method !== undefined && { method }) };
    request(new URL(url ?? '/', endpoint), options, resolve)
      .on('error', reject)
      .end(body);
  });

/** The service stands in the signature's scope; the action in a header (JSON services) or in the form (the others). */
function actionOf({ authorization = '', 'x-amz-target': target }: IncomingHttpHeaders, body: string): string {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(authorization)?.[1] ?? 'unsigned';
  const action = typeof target === 'string' ? target.split('.').at(-1) : new URLSearchParams(body).get('Action');
  return `${service}:${action ?? 'unknown'}`;
}
