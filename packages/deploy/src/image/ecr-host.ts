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
