/**
 * Unprintable characters, halves of characters, ends of lines, and all that shows nothing itself: what turns the reading
 * order (`fdp.exe` read as `exe.pdf`), what has no width. What joins letters and chooses their form stays: it is writing.
 */
const unwritten =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\p{Join_Control}\p{Variation_Selector}])\p{Default_Ignorable_Code_Point}/gu;

/** A name without what nobody writes: safe in a log, a header, a list and the database. */
export function written(text: string): string {
  return text.replace(unwritten, "");
}
