export interface ProxyConfiguration {
  addresses: readonly string[];
  port: number;
  /** The hosts it answers to, as a distribution has its alternate domain names. */
  hosts: readonly string[];
  origin: { host: string; port: number };
  /** Where the secret is named that the load balancer asks for. */
  secret: { endpoint: string; region: string; stack: string; output: string };
}
