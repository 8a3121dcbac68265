/** Where a command writes; each text is one or more whole lines. */
export type Io = {
  /** The results. */
  readonly out: (text: string) => void;
  /** What went wrong with the call itself. */
  readonly err: (text: string) => void;
};

/** 0: clean. 1: findings. 2: the command was not called as it must be, or could not do its work. */
export type Exit = 0 | 1 | 2;

/** One word after `portcullis`. */
export type Command = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  readonly run: (args: readonly string[], io: Io) => Exit | Promise<Exit>;
};

/** `1 case`, `2 cases`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
