import { EC2Client, EC2ServiceException } from '@aws-sdk/client-ec2';
import type { Account } from './account.ts';
import { type Call, type CloudTrailRecord, recordOf } from './cloudtrail.ts';
import { ec2Error } from './ec2-error.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import type { Principal } from './principal.ts';

/** A call that is about to be made. */
export type PendingCall = {
  /** `RevokeSecurityGroupIngress` */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
};

/** What a call came to. */
export type CallOutput = Readonly<Record<string, unknown>>;

/** Stands around every call. `call` makes it and records it; not calling it means that it never reached EC2. */
export type Intercept = (pending: PendingCall, call: () => Promise<CallOutput>) => Promise<CallOutput>;

/** What the client works on. */
export type Ec2Backend = {
  readonly account: Account;
  readonly principal: Principal;
  readonly now: () => Date;
  readonly record: (record: CloudTrailRecord) => void;
  readonly intercept?: Intercept;
};

/**
 * A real client of the SDK whose first middleware answers in place of the network: commands, paginators and errors are
 * the SDK's own, but nothing is serialised, signed or tried again.
 */
export function createEc2Client(backend: Ec2Backend): EC2Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new EC2Client({ region: backend.account.region, credentials });
  client.middlewareStack.add(
    (_next, context) => async (given) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      const known = OPERATIONS.get(operation);
      if (!known) throw new TypeError(`the local account does not know the EC2 operation ${operation}`);
      const input = structuredClone<Record<string, unknown>>({ ...given.input });
      const pending = { operation, input, principal: backend.principal };
      const call = async () => perform(backend, pending, known);
      const output = await (backend.intercept ? backend.intercept(pending, call) : call());
      return { response: {}, output: { $metadata: {}, ...output } };
    },
    { step: 'initialize', priority: 'high', name: 'localAccount' },
  );
  return client;
}

function perform(backend: Ec2Backend, pending: PendingCall, { dialect, run }: Operation): CallOutput {
  const { account, principal } = backend;
  const requestId = account.ids.uuid();
  const record = (ended: Call['ended']) => {
    if (dialect !== 'none')
      backend.record(recordOf(account, { ...pending, dialect, time: backend.now(), requestId, ended }));
  };
  try {
    if (principal.denied?.includes(pending.operation)) throw unauthorized(pending);
    if (pending.input.DryRun === true)
      throw ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    const output = run(account, pending.input);
    record({ kind: 'answered', output });
    return { ...output, $metadata: { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 } };
  } catch (error) {
    if (error instanceof EC2ServiceException) record({ kind: 'failed', error });
    throw error;
  }
}

function unauthorized({ operation, principal }: PendingCall) {
  const who =
    typeof principal.identity.arn === 'string'
      ? ` User: ${principal.identity.arn} is not authorized to perform: ec2:${operation}`
      : '';
  return ec2Error('UnauthorizedOperation', `You are not authorized to perform this operation.${who}`, 403);
}
