import { describe, expect, test } from 'vitest';
import { type Fault, faultOf, isRejection, orRetry } from '../../functions/aws/faults.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { sdkError } from './sdk-error.ts';

const NAMED: Record<Fault, readonly string[]> = {
  retryable: [
    'ConcurrentMutationLimitExceeded',
    'ConcurrentTagAccess',
    'RequestLimitExceeded',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'KMSThrottlingException',
    'EC2ThrottledException',
    'LimitExceededException',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'TooManyRequestsException',
    'InternalError',
    'InternalErrorException',
    'InternalException',
    'InternalFailure',
    'InternalServerError',
    'ReplicatedWriteConflictException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'TransactionInProgressException',
    'Unavailable',
    'AbortError',
    'RequestTimeout',
    'RequestTimeoutException',
    'TimeoutError',
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'RequestInTheFuture',
    'RequestTimeTooSkewed',
  ],
  refused: [
    'AccessDenied',
    'AccessDeniedException',
    'AuthFailure',
    'AuthorizationError',
    'AuthorizationErrorException',
    'InvalidClientTokenId',
    'KMSAccessDeniedException',
    'OperationNotPermitted',
    'UnauthorizedOperation',
    'UnrecognizedClientException',
  ],
  'not-found': [
    'InvalidGroup.NotFound',
    'InvalidGroupId.Malformed',
    'InvalidPermission.NotFound',
    'InvalidPrefixListID.NotFound',
    'InvalidPrefixListID.Malformed',
    'InvalidPrefixListId.NotFound',
    'InvalidPrefixListId.Malformed',
    'InvalidSecurityGroupRuleId.NotFound',
    'InvalidSecurityGroupRuleId.Malformed',
    'VPCIdNotSpecified',
  ],
  conflict: ['ConditionalCheckFailedException'],
  // A topic, bus or table that is not there is a broken deployment, and no fact about a group.
  unknown: [
    'InvalidParameterValue',
    'ValidationException',
    'ResourceNotFoundException',
    'NotFoundException',
    'DryRunOperation',
    'CredentialsProviderError',
    '__proto__',
    'constructor',
    '',
  ],
};

const SOCKETS = [
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

describe('faultOf()', () => {
  const rows = Object.entries(NAMED).flatMap(([fault, names]) => names.map((name) => ({ name, fault })));
  test.for(rows)('faultOf() says $fault when the SDK says $name', ({ name, fault }) => {
    expect(faultOf(sdkError(name))).toBe(fault);
  });

  test.for(SOCKETS)('faultOf() says retryable when a socket says %s, by itself or as a cause', (code) => {
    expect(faultOf(Object.assign(new Error('socket'), { code }))).toBe('retryable');
    const cause = Object.assign(new AggregateError([]), { code });
    expect(faultOf(new Error('fetch failed', { cause: new Error('inner', { cause }) }))).toBe('retryable');
  });

  test.for([
    { status: 500, fault: 'retryable' },
    { status: 503, fault: 'retryable' },
    { status: 599, fault: 'retryable' },
    { status: 429, fault: 'retryable' },
    { status: 401, fault: 'refused' },
    { status: 403, fault: 'refused' },
    { status: 400, fault: 'unknown' },
    { status: 404, fault: 'unknown' },
  ])('faultOf() says $fault when an unheard-of error has status $status', ({ status, fault }) => {
    expect(faultOf(sdkError('Unheard', { $metadata: { httpStatusCode: status } }))).toBe(fault);
  });

  test('faultOf() goes by the name when name and status differ', () => {
    expect(faultOf(sdkError('Throttling', { $metadata: { httpStatusCode: 403 } }))).toBe('retryable');
    expect(faultOf(sdkError('AccessDenied', { $metadata: { httpStatusCode: 500 } }))).toBe('refused');
  });

  test('faultOf() says retryable when the SDK marks an unheard-of error so', () => {
    expect(faultOf(sdkError('Unheard', { $retryable: {} }))).toBe('retryable');
    expect(faultOf(sdkError('Unheard', { $retryable: undefined }))).toBe('unknown');
  });

  test('faultOf() takes from a cause only that the connection was lost', () => {
    expect(faultOf(new Error('outer', { cause: sdkError('InvalidGroup.NotFound') }))).toBe('unknown');
    expect(faultOf(new Error('outer', { cause: sdkError('AccessDenied') }))).toBe('unknown');
  });

  test.for([undefined, null, 'Throttling', 7, {}, []])('faultOf() says unknown when %j was thrown', (thrown) => {
    expect(faultOf(thrown)).toBe('unknown');
  });

  test('faultOf() comes to an end when an error is its own cause', () => {
    const error: Error = new Error('loop');
    error.cause = error;
    expect(faultOf(error)).toBe('unknown');
  });
});

describe('isRejection()', () => {
  test.for<{ name: string; status?: number; rejection: boolean }>([
    { name: 'InvalidParameterValue', rejection: true },
    { name: 'UnauthorizedOperation', status: 403, rejection: true },
    { name: 'Unheard', status: 404, rejection: true },
    { name: 'InvalidGroup.NotFound', rejection: true },
    { name: 'RequestLimitExceeded', rejection: false },
    { name: 'Unheard', status: 429, rejection: false },
    { name: 'Unheard', status: 500, rejection: false },
  ])('isRejection() is $rejection when a service says $name with status $status', ({ name, status, rejection }) => {
    expect(isRejection(sdkError(name, { $metadata: { httpStatusCode: status ?? 400 } }))).toBe(rejection);
  });

  test.for([new TypeError('ours'), new RetryableError('again'), undefined, null, 'InvalidParameterValue', {}])(
    'isRejection() is false when no service said %o',
    (error) => {
      expect(isRejection(error)).toBe(false);
    },
  );
});

describe('orRetry()', () => {
  test('orRetry() gives the answer when there is one', async () => {
    await expect(orRetry('Act', Promise.resolve(7))).resolves.toBe(7);
  });

  test('orRetry() throws a RetryableError with its cause when another try may help', async () => {
    const cause = sdkError('RequestLimitExceeded');
    const thrown = await orRetry('Act', Promise.reject(cause)).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(RetryableError);
    expect(thrown).toMatchObject({
      message: 'Act failed and is worth another try: RequestLimitExceeded, RequestLimitExceeded it is.',
      cause,
    });
    expect(faultOf(thrown)).toBe('retryable');
  });

  test('orRetry() throws a RetryableError as it is', async () => {
    const error = new RetryableError('once');
    await expect(orRetry('Act', Promise.reject(error))).rejects.toBe(error);
  });

  test.for(['AccessDenied', 'InvalidGroup.NotFound', 'ConditionalCheckFailedException', 'ValidationException'])(
    'orRetry() throws %s as it is',
    async (name) => {
      const error = sdkError(name);
      await expect(orRetry('Act', Promise.reject(error))).rejects.toBe(error);
    },
  );
});
