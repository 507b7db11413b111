import { createPublicKey, createSign, generateKeyPairSync } from "node:crypto";
import { getSignedUrl } from "@aws-sdk/cloudfront-signer";
import { describe, expect, test } from "@jest/globals";
import { refusalOf } from "./signed-address";

const pair = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
const [first, second] = [pair(), pair()];
const keys = new Map([
  ["K1", createPublicKey(first.publicKey)],
  ["K2", createPublicKey(second.publicKey)],
]);
const at = new Date("2026-11-01T00:00:00Z");
const epoch = at.getTime() / 1000;
const url =
  "http://assets.cashsouk.localhost:8080/uploads/me/1?response-content-disposition=attachment%3B%20filename%3Da.pdf";
const signer = { keyPairId: "K1", privateKey: first.privateKey };
const canned = (change: object = {}) =>
  getSignedUrl({ url, ...signer, dateLessThan: new Date(at.getTime() + 60_000), ...change });
const codeOf = (address: string, { client = "203.0.113.9", now = at } = {}) =>
  refusalOf({ address, client, at: now }, keys)?.code ?? "opens";

describe("a canned policy", () => {
  test.each([
    ["SHA-1", {}],
    ["SHA-256", { algorithm: "SHA256" }],
    ["the group's other key", { keyPairId: "K2", privateKey: second.privateKey }],
  ])("opens with %s", (_title, change) => expect(codeOf(canned(change))).toBe("opens"));

  test.each<[string, (address: string) => string, string]>([
    ["nothing of it", () => url, "MissingKey"],
    ["no key's id", (address) => address.replace(/&Key-Pair-Id=[^&]+/, ""), "MissingKey"],
    ["an unknown key's id", (address) => address.replace("=K1", "=K9"), "InvalidKey"],
    ["another key's id", (address) => address.replace("=K1", "=K2"), "AccessDenied"],
    ["no signature", (address) => address.replace(/&Signature=[^&]+/, ""), "AccessDenied"],
    ["a later end", (address) => address.replace(/Expires=\d+/, `Expires=${epoch + 3600}`), "AccessDenied"],
    ["an end that is none", (address) => address.replace(/Expires=\d+/, "Expires=never"), "AccessDenied"],
    ["another path", (address) => address.replace("/me/", "/you/"), "AccessDenied"],
    ["another name", (address) => address.replace("a.pdf", "a.exe"), "AccessDenied"],
    ["another host", (address) => address.replace("assets.", "files."), "AccessDenied"],
    ["another hash", (address) => `${address}&Hash-Algorithm=SHA256`, "AccessDenied"],
    ["a hash that there is not", (address) => `${address}&Hash-Algorithm=MD5`, "AccessDenied"],
    ["one more word", (address) => address.replace("?", "?versionId=1&"), "AccessDenied"],
    ["a broken escape", (address) => address.replace(/Signature=[^&]+/, "Signature=%E0%A4%A"), "AccessDenied"],
  ])("with %s is refused", (_title, change, code) => {
    expect(change(canned())).not.toBe(canned());
    expect(codeOf(change(canned()))).toBe(code);
  });

  test.each([
    [59, "opens"],
    [60, "AccessDenied"],
  ])("after %d of its 60 seconds %s", (seconds, code) =>
    expect(codeOf(canned(), { now: new Date(at.getTime() + seconds * 1000) })).toBe(code),
  );
});

describe("a custom policy", () => {
  interface Conditions {
    Resource?: string;
    Condition?: object;
  }
  const soon = { DateLessThan: { "AWS:EpochTime": epoch + 60 } };
  const custom = (...statements: Conditions[]) => signed(JSON.stringify({ Statement: statements }));
  function signed(policy: string): string {
    const safe = (base64: string) => base64.replaceAll("+", "-").replaceAll("=", "_").replaceAll("/", "~");
    const signature = createSign("RSA-SHA1").update(policy).sign(first.privateKey, "base64");
    return `${url}&Policy=${safe(Buffer.from(policy).toString("base64"))}&Signature=${safe(signature)}&Key-Pair-Id=K1`;
  }

  test("made by AWS's own signer opens", () => {
    const range = { ipAddress: "203.0.113.0/24", dateGreaterThan: new Date(at.getTime() - 1000) };
    expect(codeOf(canned(range))).toBe("opens");
    expect(codeOf(canned(range), { client: "198.51.100.1" })).toBe("AccessDenied");
  });

  test.each<[string, string, Conditions[]]>([
    ["opens", "the address", [{ Resource: url, Condition: soon }]],
    ["opens", "any file below a path", [{ Resource: "http://assets.*/uploads/me/*", Condition: soon }]],
    ["opens", "one sign that may differ", [{ Resource: url.replace("/me/", "/m?/"), Condition: soon }]],
    ["AccessDenied", "a path of somebody else", [{ Resource: "http://*/uploads/you/*", Condition: soon }]],
    ["AccessDenied", "no end", [{ Resource: url, Condition: {} }]],
    [
      "AccessDenied",
      "a beginning that is to come",
      [{ Resource: url, Condition: { ...soon, DateGreaterThan: { "AWS:EpochTime": epoch + 1 } } }],
    ],
    [
      "AccessDenied",
      "somebody else's network",
      [{ Resource: url, Condition: { ...soon, IpAddress: { "AWS:SourceIp": "198.51.100.0/24" } } }],
    ],
    [
      "AccessDenied",
      "a network that is none",
      [{ Resource: url, Condition: { ...soon, IpAddress: { "AWS:SourceIp": "here" } } }],
    ],
    [
      "AccessDenied",
      "two statements",
      [
        { Resource: url, Condition: soon },
        { Resource: "*", Condition: soon },
      ],
    ],
    ["AccessDenied", "no statement", []],
  ])("%s for %s", (code, _title, statements) => expect(codeOf(custom(...statements))).toBe(code));

  test("that is no JSON, or was changed after it was signed, is refused", () => {
    expect(codeOf(signed("Resource: all"))).toBe("AccessDenied");
    const [wide, narrow] = ["*", url].map((Resource) => custom({ Resource, Condition: soon }));
    const policyOf = (address: string) => /Policy=[^&]+/.exec(address)![0];
    expect(codeOf(narrow!.replace(policyOf(narrow!), policyOf(wide!)))).toBe("AccessDenied");
  });
});
