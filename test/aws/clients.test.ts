import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, describe, expect, test } from 'vitest';
import { authorize } from '../../functions/aws/authorize.ts';
import { CLIENT_SETTINGS } from '../../functions/aws/clients.ts';
import { readGroup } from '../../functions/aws/read-group.ts';
import { revoke } from '../../functions/aws/revoke.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { cidr, GROUP, RULE } from './sample-report.ts';

type Answer = (response: ServerResponse) => void;

const hang: Answer = () => undefined;
const cutOff: Answer = (response) => response.destroy();
const stall: Answer = (response) => response.writeHead(200, { 'content-length': '1000' }).write('<');
const fault =
  (status: number, code: string): Answer =>
  (response) =>
    response
      .writeHead(status)
      .end(`<Response><Errors><Error><Code>${code}</Code><Message>No</Message></Error></Errors></Response>`);

const timeout = (whose: string) => ({ name: 'TimeoutError', message: expect.stringContaining(whose) });

let server: Server | undefined;
let requests = 0;

/** A client of a server that gives one answer after another, and the last one for ever. */
async function clientOf(...answers: [Answer, ...Answer[]]): Promise<EC2Client> {
  requests = 0;
  server = createServer((request, response) => {
    const answer = answers[Math.min(requests, answers.length - 1)];
    requests++;
    request.resume().on('end', () => answer?.(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { requestTimeout, socketTimeout } = CLIENT_SETTINGS.requestHandler;
  return new EC2Client({
    ...CLIENT_SETTINGS,
    // The same, only faster; the request's own time comes first, to be told from the socket's.
    requestHandler: {
      ...CLIENT_SETTINGS.requestHandler,
      requestTimeout: requestTimeout / 20,
      socketTimeout: socketTimeout / 10,
    },
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('CLIENT_SETTINGS', () => {
  test.for<{ name: string; answer: Answer; cause: object }>([
    { name: 'never answers', answer: hang, cause: timeout('requestTimeout') },
    { name: 'stops in the middle of an answer', answer: stall, cause: timeout('socket') },
    { name: 'cuts the connection', answer: cutOff, cause: { code: 'ECONNRESET' } },
    { name: 'throttles', answer: fault(503, 'RequestLimitExceeded'), cause: { name: 'RequestLimitExceeded' } },
    { name: 'breaks', answer: fault(500, 'InternalError'), cause: { name: 'InternalError' } },
  ])('CLIENT_SETTINGS give up after two requests, retryably, when the server $name', async ({ answer, cause }) => {
    const thrown = await revoke(await clientOf(answer))(GROUP, [RULE]).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(RetryableError);
    expect(thrown).toMatchObject({ cause });
    expect(requests).toBe(2);
  });

  test('CLIENT_SETTINGS give up retryably when nobody listens', async () => {
    const client = await clientOf(hang);
    server?.close();
    const thrown = await revoke(client)(GROUP, [RULE]).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(RetryableError);
    expect(thrown).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

describe('the adapters on the wire', () => {
  test.for([
    { name: 'lost', first: cutOff, kind: 'revoked' },
    { name: 'the same', first: fault(400, 'InvalidSecurityGroupRuleId.NotFound'), kind: 'gone' },
  ])('revoke() says $kind when the rule is not found and the answer before was $name', async ({ first, kind }) => {
    const client = await clientOf(first, fault(400, 'InvalidSecurityGroupRuleId.NotFound'));
    await expect(revoke(client)(GROUP, [RULE])).resolves.toEqual({ kind });
    expect(requests).toBe(kind === 'revoked' ? 2 : 1);
  });

  test('authorize() says exists when the rule stands since the answer before was lost', async () => {
    const client = await clientOf(cutOff, fault(400, 'InvalidPermission.Duplicate'));
    const rule = { protocol: 6, from: 22, to: 22, source: { kind: 'cidr', cidr: cidr('10.0.0.0/8') } } as const;
    await expect(authorize(client)(GROUP, [rule])).resolves.toEqual({ kind: 'exists' });
    expect(requests).toBe(2);
  });

  test.for([
    { code: 'InvalidGroup.NotFound', reading: { kind: 'missing' } },
    {
      code: 'UnauthorizedOperation',
      reading: {
        kind: 'unreadable',
        reason: `EC2 refused to describe ${GROUP}: UnauthorizedOperation, No`,
      },
    },
  ])('readGroup() says $reading.kind when EC2 answers $code', async ({ code, reading }) => {
    const client = await clientOf(fault(400, code));
    await expect(readGroup(client)({ id: GROUP })).resolves.toEqual(reading);
  });
});
