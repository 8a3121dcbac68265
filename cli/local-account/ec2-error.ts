import { EC2ServiceException } from '@aws-sdk/client-ec2';

/**
 * An error of EC2 as the SDK throws it: `name` is the code. Client faults are 400 unless said otherwise; 5xx are server
 * faults.
 */
export function ec2Error(code: string, message: string, status = 400): EC2ServiceException {
  return new EC2ServiceException({
    name: code,
    message,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status, attempts: 1, totalRetryDelay: 0 },
  });
}
