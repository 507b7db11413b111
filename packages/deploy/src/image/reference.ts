const pattern = /^(?<host>[^/]+)\/(?<name>[^:@]+)(:[^@]+)?@(?<digest>sha256:\w+)$/;

/** An image in a registry by its digest: host/repository@sha256:… */
export interface ImageReference {
  readonly host: string;
  readonly name: string;
  readonly digest: string;
}

/** `undefined` for a reference without a registry or a digest: what it means may be another image tomorrow. */
export function parseReference(text: string): ImageReference | undefined {
  const { host, name, digest } = pattern.exec(text)?.groups ?? {};
  return host && name && digest ? { host, name, digest } : undefined;
}
