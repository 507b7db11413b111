import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { type PortalName, portalAddresses } from "./portals";

interface Manifest {
  services: { name: string; subdomain: string; devPort: number; dockerfile: string }[];
}

interface Package {
  scripts: { dev?: string };
}

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(join(__dirname, "../../..", path), "utf8")) as Content;
}

describe("the portals' addresses", () => {
  test.each([
    ["from the apex", "cashsouk.localhost:8080", "//cashsouk.localhost:8080/", "//investor.cashsouk.localhost:8080/"],
    [
      "from a portal",
      "issuer.cashsouk.localhost:8080",
      "//cashsouk.localhost:8080/",
      "//investor.cashsouk.localhost:8080/",
    ],
    ["from www", "www.example.com", "//example.com/", "//investor.example.com/"],
    ["in staging", "admin.staging.example.com", "//staging.example.com/", "//investor.staging.example.com/"],
    ["on a developer's machine", "localhost:3003", "//localhost:3000/", "//localhost:3002/"],
    ["asked by a health check", "10.0.12.7:3000", "//10.0.12.7:3000/", "//10.0.12.7:3002/"],
    ["asked by a health check over IPv6", "[::1]:3000", "//[::1]:3000/", "//[::1]:3002/"],
    ["without a host", null, "//localhost:3000/", "//localhost:3002/"],
    ["with a host that is none", 'x"><script>', "//localhost:3000/", "//localhost:3002/"],
  ])("%s", (_title, host, landing, investor) => expect(portalAddresses(host)).toMatchObject({ landing, investor }));

  test("are those of services.json, where `dev` serves them too", () => {
    const manifest = readJson<Manifest>("services.json");
    const listed = manifest.services.filter(({ dockerfile }) => dockerfile === "docker/portal.Dockerfile");
    const onHost = portalAddresses("example.com");
    const local = portalAddresses("localhost");
    expect(listed.map(({ name }) => name).sort()).toEqual(Object.keys(onHost).sort());
    for (const { name, subdomain, devPort } of listed) {
      expect(onHost[name as PortalName]).toBe(`//${subdomain ? `${subdomain}.` : ""}example.com/`);
      expect(local[name as PortalName]).toBe(`//localhost:${devPort}/`);
      expect(readJson<Package>(`apps/${name}/package.json`).scripts.dev).toBe(`next dev --port ${devPort}`);
    }
  });
});
