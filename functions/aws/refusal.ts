/** The most of AWS's own words that a reason quotes. */
const QUOTE = 300;

/** What EC2 refused to do, and its words for it, as one line for a person. */
export function refusal(what: string, error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  // AWS appends up to some thousand characters that only it can decode.
  const [words = ''] = message.split(/\s*Encoded authorization failure message/);
  return `EC2 refused to ${what}: ${name}, ${words.slice(0, QUOTE).replace(/\.$/, '')}`;
}
