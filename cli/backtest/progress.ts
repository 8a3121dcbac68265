import { SingleBar } from 'cli-progress';

/** Shows how far a run is. Units are bytes of the files as they stand on the disk. */
export type Progress = {
  /** More is to be read than was known. */
  readonly grow: (bytes: number) => void;
  /** So much more was read. */
  readonly add: (bytes: number) => void;
  readonly stop: () => void;
};

const SILENT: Progress = { grow: () => {}, add: () => {}, stop: () => {} };

/** A bar with rate and time left on a terminal; nothing anywhere else. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return SILENT;
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage} % | {read} of {size} MB | {rate} MB/s | {eta_formatted} left',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  });
  const began = Date.now();
  let [read, total] = [0, 0];
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const shown = () => {
    const seconds = Math.max(0.1, (Date.now() - began) / 1000);
    return { read: megabytes(read), size: megabytes(total), rate: megabytes(read / seconds) };
  };
  return {
    grow: (bytes) => {
      if (total === 0) bar.start(bytes, 0, shown());
      total += bytes;
      bar.setTotal(total);
    },
    add: (bytes) => {
      read += bytes;
      bar.update(Math.min(read, total), shown());
    },
    stop: () => bar.stop(),
  };
}
