import type { AwsApi } from "./aws-api";

export interface ProxyConfiguration {
  addresses: readonly string[];
  port: number;
  /** The hosts it answers to, as a distribution has its alternate domain names. */
  hosts: readonly string[];
  origin: { host: string; port: number };
  /** What AWS answers by itself, without a load balancer: the user pool's pages, S3, and files behind the distribution. */
  aws: { origin: { host: string; port: number }; signInHost: string; uploadsHost: string; assetsHost: string };
  api: AwsApi;
  /** Where the secret is named that the load balancer asks for. */
  secret: { stack: string; output: string };
}
