/** What a run is about: a push's deployment, or what one of the buttons does. Each is called by its own name. */
interface Words {
  readonly started: string;
  readonly doing: string;
  readonly done: string;
  /** What an end that is not the wanted one is said of; nothing, where that is the deployment itself. */
  readonly subject: string;
}

const words = {
  deployment: { started: "deployment started", doing: "deploying", done: "deployed", subject: "" },
  // "rolled back" alone is what becomes of a release that fails.
  rollback: {
    ...{ started: "rollback to an earlier release started", doing: "rolling back to an earlier release" },
    ...{ done: "rollback to an earlier release done", subject: "rollback to an earlier release" },
  },
  migration: {
    ...{ started: "database migration started", doing: "migrating the database" },
    ...{ done: "database migrated", subject: "database migration" },
  },
  infrastructure: {
    ...{ started: "infrastructure change started", doing: "changing the infrastructure" },
    ...{ done: "infrastructure up to date", subject: "infrastructure change" },
  },
} satisfies Record<string, Words>;

export type Kind = keyof typeof words;
export const kinds = Object.keys(words) as Kind[];
export const wordsOf = (kind: Kind): Words => words[kind];
