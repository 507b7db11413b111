export interface PolicyInput {
  nonce: string;
  /** The hosted pages' origin: Chromium applies form-action to where a form's answer leads, too. */
  signInOrigin?: string | undefined;
  /** Where the browser sends files. */
  uploadsUrl?: URL | undefined;
  /** Where pictures may come from besides the portal. */
  assetsUrl?: URL | undefined;
  /** `next dev` compiles in the browser and puts its own styles and messages there. */
  development: boolean;
}

/** What a page may load and do: its own files, and scripts that this answer itself names. */
export function contentSecurityPolicy({
  nonce,
  signInOrigin,
  uploadsUrl,
  assetsUrl,
  development,
}: PolicyInput): string {
  const policy: Record<string, (string | undefined)[]> = {
    "default-src": ["'self'"],
    "script-src": [`'nonce-${nonce}'`, "'strict-dynamic'", development ? "'unsafe-eval'" : undefined],
    "style-src": ["'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    "img-src": ["'self'", "data:", assetsUrl?.origin],
    "connect-src": ["'self'", uploadsUrl?.href],
    "form-action": ["'self'", signInOrigin],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
  };
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources.filter((source) => source !== undefined)].join(" "))
    .join("; ");
}
