/** A function that is loaded when it is first called, once however many calls wait for it; a failed load is tried anew. */
export function lazily<Input extends readonly unknown[], Output>(
  load: () => Promise<(...input: Input) => Promise<Output>>,
): (...input: Input) => Promise<Output> {
  let loaded: Promise<(...input: Input) => Promise<Output>> | undefined;
  return async (...input) => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return (await loaded)(...input);
  };
}
