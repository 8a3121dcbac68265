import { S3Client } from '@aws-sdk/client-s3';

/** How often a call is tried: a long reading of a busy bucket meets throttling, and then slows down. */
const ATTEMPTS = 10;

/** A client with the caller's credentials, as the AWS SDK finds them, for buckets wherever they are. */
export const s3Client = (): S3Client =>
  new S3Client({ maxAttempts: ATTEMPTS, retryMode: 'adaptive', followRegionRedirects: true });
