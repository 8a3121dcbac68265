/** A window of time that mails are counted in. Its name is the instant it begins at; `ends` in epoch milliseconds. */
export type MailWindow = { readonly name: string; readonly ends: number };

/** The window of so many minutes, counted from 1970 on, that an instant (epoch milliseconds) is in. */
export function mailWindow(now: number, minutes: number): MailWindow {
  const length = minutes * 60_000;
  const begins = now - (now % length);
  return { name: `${new Date(begins).toISOString().slice(0, 16)}Z`, ends: begins + length };
}
