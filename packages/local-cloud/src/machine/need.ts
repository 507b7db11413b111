type Found = string | undefined;

/** Something the machine must have: how it is recognised, and what brings it. */
export interface Need {
  name: string;
  /** What is there, in a few words; undefined when it is missing. */
  find: () => Found | Promise<Found>;
  /** What `install` is about to do, said before it is done. */
  installs: string;
  install: () => Promise<void>;
  /** The command that does it by hand, told when `install` fails. */
  byHand: string;
}
