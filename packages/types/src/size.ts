const units = [
  { name: "MB", bytes: 1024 * 1024 },
  { name: "KB", bytes: 1024 },
];

/** A size as people read it: 1536 is "1.5 KB". */
export function fileSize(bytes: number): string {
  const unit = units.find((one) => bytes >= one.bytes);
  if (unit) return `${Math.round((bytes / unit.bytes) * 10) / 10} ${unit.name}`;
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}
