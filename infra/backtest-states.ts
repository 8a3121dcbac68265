/** How many items are worked on at once: the archive's bucket and the account's Lambda quota are shared with others. */
const ABREAST = 50;
/** The part of the items that may fail without failing the run, in percent: an account's worth of an archive may be unreadable. */
const MAY_FAIL = 5;

/** What Lambda and S3 refuse for now. */
const RETRY = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'SlowDown',
    ],
    IntervalSeconds: 5,
    MaxAttempts: 6,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];

/**
 * The states of a run, in the Amazon States Language: its input is `{"prefix": "AWSLogs/..."}`. First the function writes down
 * the items, one for each account, region and month; then a distributed map has it rehearse each of them.
 */
export function backtestStates(functionArn: string, resultsBucket: string): object {
  const call = (step: string, prefix: string, more: object) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionArn, Payload: { step, 'prefix.$': prefix, ...more } },
    OutputPath: '$.Payload',
    Retry: RETRY,
  });
  return {
    Comment: 'Portcullis: rehearses policies on an archive of CloudTrail',
    StartAt: 'Plan',
    States: {
      Plan: { ...call('plan', '$.prefix', { 'run.$': '$$.Execution.Name' }), Next: 'Items' },
      Items: {
        Type: 'Map',
        Label: 'Items',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { Bucket: resultsBucket, 'Key.$': '$.key' },
        },
        // Within an item the name of the execution is the item's own.
        ItemSelector: { 'prefix.$': '$$.Map.Item.Value.prefix', 'run.$': '$$.Execution.Name' },
        MaxConcurrency: ABREAST,
        ToleratedFailurePercentage: MAY_FAIL,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Rehearse',
          States: { Rehearse: { ...call('rehearse', '$.prefix', { 'run.$': '$.run' }), End: true } },
        },
        // The results of thousands of items are more than a state may hold; they are in the bucket.
        ResultPath: null,
        End: true,
      },
    },
  };
}
