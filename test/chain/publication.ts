import type { Call } from './wire.ts';

/** What was handed to SNS in one call. */
export type Publication = {
  readonly topicArn: string;
  readonly subject: string;
  /** What each protocol's subscribers get: `email`, `sms`, and `default` for all others. */
  readonly message: Readonly<Record<string, string>>;
};

/** The publications among some calls, with a message for each protocol. Throws when one has the same text for all. */
export const publicationsIn = (calls: readonly Call[]): Publication[] =>
  calls.filter(({ action }) => action === 'sns:Publish').map(({ body }) => read(new URLSearchParams(body)));

function read(form: URLSearchParams): Publication {
  if (form.get('MessageStructure') !== 'json') throw new Error('The message is one and the same for all protocols');
  return {
    topicArn: form.get('TopicArn') ?? '',
    subject: form.get('Subject') ?? '',
    message: JSON.parse(form.get('Message') ?? ''),
  };
}
