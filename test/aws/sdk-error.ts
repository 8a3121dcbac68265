/** An error in the shape that the SDK's clients throw. */
export const sdkError = (name: string, facts: object = {}): Error =>
  Object.assign(new Error(`${name} it is.`), { name, $fault: 'client', $metadata: { httpStatusCode: 400 } }, facts);
