/** The mark: two squares, one turned, as in the tilework of a souk. */
export const starPath = "M4 4h16v16H4z M12 .7 23.3 12 12 23.3.7 12z";

export function Star({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <path d={starPath} />
    </svg>
  );
}
