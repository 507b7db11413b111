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

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html, and the dual-stack and FIPS endpoints' names */
const ecrHost = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.(?:(?<region>[a-z]+(-[a-z]+)+-\d+)\.)?/;

/** The account whose ECR has that host; `undefined` for any other host. */
export function ecrAccount(host: string): string | undefined {
  return ecrHost.exec(host)?.groups?.["account"];
}

/** The Region whose ECR has that host, where the host says so. */
export function ecrRegion(host: string): string | undefined {
  return ecrHost.exec(host)?.groups?.["region"];
}
