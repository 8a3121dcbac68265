type Call = (...input: never[]) => Promise<unknown>;

/** Some calls, with something put around each of them; `around` gets the name of the call too. */
export const aroundEach = <Calls extends Readonly<Record<string, Call>>>(
  calls: Calls,
  around: (name: string, call: Call) => Call,
): Calls => Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, around(name, call)])) as Calls;
