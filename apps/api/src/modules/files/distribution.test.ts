import { createVerify } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { signingKey } from "../../../__tests__/signing-key";
import { distributionAddress } from "./distribution";

const { privateKey, publicKey } = signingKey();
const distribution = { url: new URL("https://assets.cashsouk.example"), keyPairId: "K2JCJMDEHXQW5F", privateKey };
const key = "uploads/a-user/6f1d7a52-6a0f-4f0e-9d0c-2a1f5b7c9e01";
const until = new Date("2026-11-01T00:01:00.400Z");
const shown = { contentDisposition: 'attachment; filename="a b.pdf"', contentType: "application/pdf" };
const addressOf = (contentDisposition = shown.contentDisposition) =>
  distributionAddress(distribution, key, { ...shown, contentDisposition }, until);

/** As CloudFront's documentation says that it checks a canned policy. */
function isSigned(address: string): boolean {
  const [resource = "", signed = ""] = address.split(/[?&](?=Expires=)/);
  const query = new URLSearchParams(signed);
  const Condition = { DateLessThan: { "AWS:EpochTime": Number(query.get("Expires")) } };
  const policy = JSON.stringify({ Statement: [{ Resource: resource, Condition }] });
  const base64 = (query.get("Signature") ?? "").replace(
    /[-_~]/g,
    (sign) => ({ "-": "+", _: "=", "~": "/" })[sign] ?? "",
  );
  const hash = query.get("Hash-Algorithm") === "SHA256" ? "RSA-SHA256" : "RSA-SHA1";
  return createVerify(hash).update(policy).verify(publicKey, base64, "base64");
}

describe("an address at the distribution", () => {
  test("opens with the public key, and with that alone", () => {
    const address = addressOf();
    expect(isSigned(address)).toBe(true);
    expect(new URL(address).searchParams.get("Key-Pair-Id")).toBe("K2JCJMDEHXQW5F");
    const other = { ...distribution, privateKey: signingKey().privateKey };
    expect(isSigned(distributionAddress(other, key, shown, until))).toBe(false);
  });

  test("ends in time, and no change prolongs it", () => {
    const address = addressOf();
    const end = String(Math.round(until.getTime() / 1000));
    expect(new URL(address).searchParams.get("Expires")).toBe(end);
    expect(isSigned(address.replace(`Expires=${end}`, `Expires=${Number(end) + 3600}`))).toBe(false);
  });

  test.each([
    ["another file", (address: string) => address.replace("a-user", "b-user")],
    ["another name to save it under", (address: string) => address.replace("a%20b.pdf", "c.exe")],
    ["to be shown in place", (address: string) => address.replace("attachment", "inline")],
    ["another type", (address: string) => address.replace("application%2Fpdf", "text%2Fhtml")],
    ["another host", (address: string) => address.replace("assets.", "other.")],
    ["one more word to S3", (address: string) => address.replace("&Expires", "&response-expires=0&Expires")],
  ])("is not good for %s", (_title, change) => {
    const address = addressOf();
    expect(change(address)).not.toBe(address);
    expect(isSigned(change(address))).toBe(false);
  });

  test.each([
    "attachment; filename=invoice.pdf",
    `attachment; filename="it's (1) * ? # & + %41.pdf"; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf`,
  ])("says %s to S3, letter by letter, without a sign that a policy would take for anything", (disposition) => {
    const address = addressOf(disposition);
    expect(isSigned(address)).toBe(true);
    const { searchParams, origin, pathname } = new URL(address);
    expect(searchParams.get("response-content-disposition")).toBe(disposition);
    expect(searchParams.get("response-content-type")).toBe("application/pdf");
    expect(`${origin}${pathname}`).toBe(`https://assets.cashsouk.example/${key}`);
    const asked = address.slice(address.indexOf("?") + 1);
    expect(asked).toMatch(/^[\w.%=&~-]+$/);
  });
});
