/** What `ADD` takes from elsewhere, and not out of the context. */
export function isAddress(source: string): boolean {
  return /^(?:https?:\/\/|git:\/\/|git@|ssh:\/\/)/.test(source);
}

export function isGit(address: string): boolean {
  return !/^https?:/.test(address) || /^[^#?]*\.git(?:[#?]|$)/.test(address);
}

/** To be told: without who is let in, and by which password. */
export function told(address: string): string {
  return address.replace(/\/\/[^/?#]*@/, "//***@");
}

/** A branch or a tag of git's, or what nobody is given who does not build: a commit is one content for good. */
export function mayHoldAnything(address: string): boolean {
  if (isGit(address)) return !/[#=](?:[0-9a-f]{40}|[0-9a-f]{64})(?:[:&]|$)/.test(address);
  return /^https?:\/\/[^/?#]*@/.test(address);
}
