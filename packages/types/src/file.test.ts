import { describe, expect, test } from "@jest/globals";
import { maxFileBytes, refusalOf, uploadRequest } from "./index";

const request = {
  fileName: "invoice.pdf",
  contentType: "application/pdf",
  contentLength: 1,
  sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
};

describe("a file is judged by size and type before it is sent", () => {
  test.each([
    ["a PDF of one byte", "application/pdf", 1, undefined],
    ["a PNG of 10 MB to the byte", "image/png", maxFileBytes, undefined],
    ["a JPEG of a byte more", "image/jpeg", maxFileBytes + 1, "file-too-large"],
    ["an empty PDF", "application/pdf", 0, "file-empty"],
    ["a picture that can hold a script", "image/svg+xml", 1, "file-type-refused"],
    ["a file whose type is not known", "", 1, "file-type-refused"],
  ])("%s", (_title, contentType, contentLength, refusal) =>
    expect(refusalOf({ contentType, contentLength })).toBe(refusal),
  );
});

describe("a file's name", () => {
  test.each([
    ["is kept in any language", "Invois Ogos – 发票.pdf", "Invois Ogos – 发票.pdf"],
    ["loses its folder", "C:\\papers\\../../invoice.pdf", "invoice.pdf"],
    ["loses what cannot be printed", "in\u0000voi\r\nce.pdf", "invoice.pdf"],
    ["loses what turns the reading order", "invoice\u202Efdp.exe", "invoicefdp.exe"],
    ["loses half a character", "invoice\ud800.pdf", "invoice.pdf"],
  ])("%s", (_title, given, kept) => expect(uploadRequest.parse({ ...request, fileName: given }).fileName).toBe(kept));
});

test.each([
  ["no name", { fileName: " / " }, "want a name"],
  ["a name that nobody wrote", { fileName: "a".repeat(256) }, "want a name of at most 255 characters"],
  ["half a byte", { contentLength: 0.5 }, "want a whole number of bytes"],
  ["a checksum in hexadecimal", { sha256: "e3b0c442".repeat(8) }, "want the SHA-256 of the content in base64"],
  ["a checksum of another length", { sha256: "47DEQpj8HBSa" }, "want the SHA-256 of the content in base64"],
])("a request is refused with %s, naming what is wanted", (_title, change, message) =>
  expect(uploadRequest.safeParse({ ...request, ...change }).error?.issues[0]?.message).toBe(message),
);
