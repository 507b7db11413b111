/** As BuildKit tells apart: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/dfgitutil/git_ref.go */
const scheme = /^(?:https?|git|ssh):\/\//i;
/** Git's own way to write ssh: user@host:path. */
const scpLike = /^[a-z0-9-_]+@[a-z0-9-.]+:/i;
const hash = String.raw`(?:[0-9a-f]{40}|[0-9a-f]{64})`;
const ofCommit = new RegExp(`(?:#|[?&,#](?:ref|commit|checksum)=)${hash}(?:[:&,#]|$)`);

/** What is asked for by HTTP; among images, of which no reference looks like one. */
export function isAddress(reference: string): boolean {
  return /^https?:\/\//i.test(reference);
}

/** What `ADD` takes from elsewhere, and not out of the context. */
export function isElsewhere(source: string): boolean {
  return scheme.test(source) || scpLike.test(source);
}

export function isGit(address: string): boolean {
  return !/^https?:/i.test(address) || /^[^#?]*\.git(?:[#?]|$)/.test(address);
}

/** To be told: without who is let in, and by which password. */
export function told(address: string): string {
  return address.replace(/\/\/[^/?#]*@/, "//***@");
}

/** A branch or a tag of git's, or what nobody is given who does not build: a commit is one content for good. */
export function mayHoldAnything(address: string): boolean {
  if (isGit(address)) return !ofCommit.test(address);
  return /^https?:\/\/[^/?#]*@/i.test(address);
}
