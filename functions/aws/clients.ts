/**
 * How every SDK client is made. The region, the credentials and, for emulators, AWS_ENDPOINT_URL come from the
 * environment, as the SDK reads it.
 *
 * Milliseconds. A request over its time is an error only with `throwOnRequestTimeout`, else the SDK logs a warning and
 * waits on; `socketTimeout` is for an answer that stops half-way, which the request's time does not cover.
 * Two attempts, then the queue's: longer waiting here would only hold up the other records of the batch. Standard mode,
 * since adaptive mode may delay a first attempt, which is the one that closes the hole
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 2,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, socketTimeout: 3000, throwOnRequestTimeout: true },
} as const;
