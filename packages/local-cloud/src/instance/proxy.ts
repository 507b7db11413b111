import { resolve } from "node:path";
import { assetsHost, domain, signInHost, uploadsHost } from "./hosts";
import { gatewayUrl, region, type Instance } from "./instance";
import type { ProxyConfiguration } from "../proxy/configuration";
import { answersHttp, type Server } from "./server";
import { typescript } from "./typescript";

/** The stack whose output names the secret that CloudFront and the load balancer share. */
const platformStack = "cashsouk-local-platform";

/** What stands for CloudFront: the five hosts on one port, and beside them those that AWS answers itself. */
export const proxy: Server = {
  name: "proxy",
  configuration,
  argv: (_, configurationFile) => typescript(resolve(__dirname, "../proxy/main.ts"), configurationFile),
  answers: ({ ports }) => answersHttp(`http://127.0.0.1:${ports.proxy}/__proxy/health`),
  address: ({ ports }) => `http://${domain}:${ports.proxy}`,
};

function configuration(instance: Instance): ProxyConfiguration {
  const { bridge, hosts, ports } = instance;
  return {
    addresses: ["127.0.0.1", bridge.address],
    port: ports.proxy,
    hosts,
    origin: { host: "127.0.0.1", port: ports.loadBalancer },
    aws: { origin: { host: "127.0.0.1", port: ports.gateway }, signInHost, uploadsHost, assetsHost },
    api: { endpoint: gatewayUrl(instance), region },
    secret: { stack: platformStack, output: "OriginSecretArn" },
  };
}
