import { readFileSync } from "node:fs";
import type { SlackConfiguration } from "./configuration";
import { slackServer } from "./server";

const configuration = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as SlackConfiguration;
for (const address of configuration.addresses) slackServer(configuration).listen(configuration.port, address);
