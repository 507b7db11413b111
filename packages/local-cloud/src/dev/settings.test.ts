import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Instance } from "../instance/instance";
import { type DevAccount } from "./account";
import { databaseUrl, devAddresses } from "./addresses";
import { refuseAnother } from "./migrate";
import { devSettings, readSettings, writeSettings } from "./settings";

const client = { id: "client", secret: "of-the-client" };
const account: DevAccount = {
  userPoolId: "ap-southeast-5_a",
  clients: { investor: client, issuer: client, admin: client },
  uploadsBucket: "bucket",
  signingKey: { id: "K1", privateKey: "-----BEGIN-----\nkey\n" },
};
const ports = { gateway: 4566, proxy: 8080, loadBalancer: 8081, postgres: 5433, slack: 8090 };
const instance = { ports, bridge: { name: "b", address: "172.17.0.1", subnet: "" } } as Instance;

test("the ports are the specification's own", () => {
  const specified = { postgres: 5432, api: 4000, landing: 3000, investor: 3002, issuer: 3001, admin: 3003 };
  expect(Object.fromEntries(devAddresses().ports)).toEqual(specified);
});

test("with a first port they follow each other from there, and the local cloud's come after them", () => {
  const { ports, next } = devAddresses(13_000);
  expect([...ports.values()]).toEqual([13_000, 13_001, 13_002, 13_003, 13_004, 13_005]);
  expect(next).toBe(13_006);
});

test("keys that were drawn once stay, six of them and all different", () => {
  const first = devSettings(instance, devAddresses(), account, {});
  const second = devSettings(instance, devAddresses(), account, first);
  expect(second).toEqual(first);
  const drawn = Object.entries(first).filter(([name]) => /_(PORTAL_KEY|SESSION_SECRET)$/.test(name));
  expect(new Set(drawn.map(([, value]) => value)).size).toBe(6);
});

test("the key of files' addresses stays on its line", () => {
  const { CLOUDFRONT_PRIVATE_KEY, ASSETS_ADDRESS } = devSettings(instance, devAddresses(), account, {});
  expect(CLOUDFRONT_PRIVATE_KEY).toBe("-----BEGIN-----\\nkey\\n");
  expect(ASSETS_ADDRESS).toBe("http://assets.cashsouk.localhost:8080");
});

test("the file is its owner's alone, and is read as it was written", () => {
  const file = join(mkdtempSync(join(tmpdir(), "settings-")), "settings.env");
  expect(readSettings(file)).toEqual({});
  writeSettings(file, { A: "1=2", B: "" });
  expect(readSettings(file)).toEqual({ A: "1=2", B: "" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

const own = databaseUrl(devAddresses());
test.each([
  ["nothing", undefined],
  ["its own address", "postgresql://other:word@127.0.0.1/cashsouk_dev"],
])("the migrations take %s for the development database", (_, given) => {
  expect(() => refuseAnother(given, own)).not.toThrow();
});
test.each([
  ["another host", "postgresql://a:s3cret@db.example.com/cashsouk_dev", "db.example.com:5432/cashsouk_dev"],
  ["another database", "postgresql://a:s3cret@localhost/cashsouk", "localhost:5432/cashsouk"],
  ["another port", "postgresql://a:s3cret@localhost:5433/cashsouk_dev", "localhost:5433/cashsouk_dev"],
  ["no address", "s3cret", "something else"],
])("they refuse %s, and don't repeat its password", (_, given, got) => {
  expect(() => refuseAnother(given, own)).toThrow(
    `DATABASE_URL: want localhost:5432/cashsouk_dev, the development database, or nothing; got ${got}`,
  );
  expect(() => refuseAnother(given, own)).not.toThrow("s3cret");
});
