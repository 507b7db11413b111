import { readFileSync } from "node:fs";
import type { ProxyConfiguration } from "./configuration";
import { distributionOf } from "./distribution";
import { originSecret } from "./origin-secret";
import { proxyServer } from "./server";

const configuration = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as ProxyConfiguration;
const secret = originSecret(configuration);
const distribution = distributionOf(configuration.api);
for (const address of configuration.addresses)
  proxyServer(configuration, { secret, distribution }).listen(configuration.port, address);
