import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { assetsHost, signInHost, uploadsHost } from "../instance/hosts";
import { type Instance, writePrivate } from "../instance/instance";
import { checkout } from "../machine/folders";
import { type DevAccount, type Portal, portals } from "./account";
import type { DevAddresses } from "./addresses";

export type Settings = Readonly<Record<string, string>>;

export function settingsFile({ folder }: Pick<Instance, "folder">): string {
  return join(folder, "settings.env");
}

/** What docker-compose.yml asks for. Keys that were drawn once stay, or a restart would end every session. */
export function devSettings(
  instance: Instance,
  addresses: DevAddresses,
  account: DevAccount,
  before: Settings,
): Settings {
  const { bridge, ports } = instance;
  const { uid, gid } = statSync(checkout);
  const ofPortal = (portal: Portal): Record<string, string> => {
    const name = portal.toUpperCase();
    const kept = (key: string) => ({ [key]: before[key] ?? randomBytes(32).toString("hex") });
    return {
      [`${name}_CLIENT_ID`]: account.clients[portal].id,
      [`${name}_CLIENT_SECRET`]: account.clients[portal].secret,
      ...kept(`${name}_PORTAL_KEY`),
      ...kept(`${name}_SESSION_SECRET`),
    };
  };
  return {
    CHECKOUT_OWNER: `${uid}:${gid}`,
    HOST_ADDRESS: bridge.address,
    ...portSettings(addresses),
    AWS_ADDRESS: `http://${bridge.address}:${ports.gateway}`,
    COGNITO_DOMAIN: `http://${signInHost}:${ports.proxy}`,
    COGNITO_USER_POOL_ID: account.userPoolId,
    UPLOADS_ADDRESS: `http://${uploadsHost}:${ports.proxy}`,
    UPLOADS_BUCKET: account.uploadsBucket,
    ASSETS_ADDRESS: `http://${assetsHost}:${ports.proxy}`,
    CLOUDFRONT_KEY_PAIR_ID: account.signingKey.id,
    // One variable a line.
    CLOUDFRONT_PRIVATE_KEY: account.signingKey.privateKey.replaceAll("\n", "\\n"),
    ...Object.fromEntries(portals.flatMap((portal) => Object.entries(ofPortal(portal)))),
  };
}

export function portSettings({ ports }: Pick<DevAddresses, "ports">): Settings {
  return Object.fromEntries([...ports].map(([name, port]) => [`${name.toUpperCase()}_PORT`, String(port)]));
}

export function readSettings(file: string): Settings {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, "utf8").matchAll(/^(\w+)=(.*)$/gm);
  return Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, value]));
}

export function writeSettings(file: string, settings: Settings): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  writePrivate(file, ["# Written anew by every `make dev`.", ...lines, ""].join("\n"));
}
