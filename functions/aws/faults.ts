import { RetryableError } from '../respond/ports.ts';

/**
 * What an SDK error means to the responder, a closed set. retryable: worth another try. refused: this role may not, or
 * AWS protects the thing. not-found: the thing is not there. conflict: a conditional write found other facts. unknown:
 * none of these, to be thrown on as it is, so that it ends in the dead-letter queue and not in silence.
 */
export type Fault = 'retryable' | 'refused' | 'not-found' | 'conflict' | 'unknown';

/** Error names of EC2, DynamoDB, SNS and EventBridge, and the codes of Node's sockets, by what they mean. */
const FAULTS: Readonly<Record<Exclude<Fault, 'unknown'>, readonly string[]>> = {
  retryable: [
    // Throttling, and others at work on the same thing
    'ConcurrentMutationLimitExceeded',
    'ConcurrentTagAccess',
    'EC2ThrottledException',
    'KMSThrottlingException',
    'LimitExceededException',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
    // AWS's own faults
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
    // Time-outs and lost connections
    'AbortError',
    'RequestTimeout',
    'RequestTimeoutException',
    'TimeoutError',
    'EAI_AGAIN',
    'ECONNABORTED',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EPIPE',
    'ETIMEDOUT',
    // Credentials and clocks that the next attempt gets fresh
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'RequestInTheFuture',
    'RequestTimeTooSkewed',
  ],
  'not-found': [
    'InvalidGroup.NotFound',
    // An id that AWS would never give out names no group, list or rule; only a forged or edited record has one.
    'InvalidGroupId.Malformed',
    'InvalidPermission.NotFound',
    'InvalidPrefixListID.Malformed',
    'InvalidPrefixListID.NotFound',
    'InvalidPrefixListId.Malformed',
    'InvalidPrefixListId.NotFound',
    'InvalidSecurityGroupRuleId.Malformed',
    'InvalidSecurityGroupRuleId.NotFound',
    // EC2 looks for a group's name in the default VPC only, and this account has none.
    'VPCIdNotSpecified',
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
  conflict: ['ConditionalCheckFailedException'],
};

const BY_NAME: ReadonlyMap<unknown, Fault> = new Map(
  Object.entries(FAULTS).flatMap(([fault, names]) => names.map((name) => [name, fault as Fault] as const)),
);

/** How far a chain of causes is followed; a longer one is a loop. */
const DEPTH = 10;

/** Classifies an error thrown by an SDK client, by its name, its socket code, its HTTP status and its causes. */
export function faultOf(error: unknown, depth = 0): Fault {
  if (error instanceof RetryableError) return 'retryable';
  if (typeof error !== 'object' || error === null || depth > DEPTH) return 'unknown';
  const { name, code, $retryable, $metadata, cause } = error as Clues;
  const named = BY_NAME.get(name) ?? BY_NAME.get(code);
  if (named !== undefined) return named;
  if ($retryable !== undefined) return 'retryable';
  const status = $metadata?.httpStatusCode;
  if (typeof status === 'number' && (status >= 500 || status === 429)) return 'retryable';
  // The SDK wraps a lost connection; what else a cause says is not about this call.
  if (cause !== undefined && faultOf(cause, depth + 1) === 'retryable') return 'retryable';
  return status === 401 || status === 403 ? 'refused' : 'unknown';
}

type Clues = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $retryable?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
  readonly cause?: unknown;
};

/**
 * Whether a service turned a request down for what it asks or who asks it (any 4xx that is not worth a retry): the same
 * request will never do.
 */
export function isRejection(error: unknown): boolean {
  const fault = faultOf(error);
  if (fault === 'retryable') return false;
  const status = (error as Clues | undefined)?.$metadata?.httpStatusCode;
  return fault === 'refused' || fault === 'not-found' || (typeof status === 'number' && status >= 400 && status < 500);
}

/**
 * Waits for the answer of an SDK call. A fault worth another try is thrown as a RetryableError that names the operation
 * and keeps the SDK's error as its cause; every other is thrown as it is.
 */
export async function orRetry<Answer>(operation: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RetryableError || faultOf(error) !== 'retryable') throw error;
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    throw new RetryableError(`${operation} failed and is worth another try: ${name}, ${message}`, { cause: error });
  }
}
