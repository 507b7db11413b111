/** `<mode> <id>`, as a tree or the index has it. */
export type Entry = string;

/** An entry; nothing where git writes zeros for it. */
export function existing(mode: string, id: string): Entry | undefined {
  return /^0*$/.test(id) ? undefined : `${mode} ${id}`;
}
