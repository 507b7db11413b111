/**
 * A megabyte is 1024 × 1024 bytes, as Windows shows files: limits, refusals and what stands beside a file are in one unit,
 * and 10.1 MB are too much where 10 MB are taken.
 */
const units = [
  { name: "GB", bytes: 1024 ** 3 },
  { name: "MB", bytes: 1024 ** 2 },
  { name: "KB", bytes: 1024 },
];

/** A size as people read it: 1536 is "1.5 KB". Rounded up, so that what is over a limit never reads as the limit. */
export function fileSize(bytes: number): string {
  const unit = units.find((one) => bytes >= one.bytes);
  if (unit) return `${Math.ceil((bytes / unit.bytes) * 10) / 10} ${unit.name}`;
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}
