/** How much of something is done. `label` says of what, for those who don't see where the bar stands. */
export function ProgressBar({ label, percent }: { label: string; percent: number }) {
  return (
    <progress
      aria-label={label}
      max={100}
      value={percent}
      className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-linen [&::-moz-progress-bar]:bg-earth [&::-webkit-progress-bar]:bg-linen [&::-webkit-progress-value]:bg-earth"
    />
  );
}
