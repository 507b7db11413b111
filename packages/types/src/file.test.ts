import { describe, expect, test } from "@jest/globals";
import { fileSize, maxFileBytes, maxStoredBytes, refusalOf, uploadRequest } from "./index";

const mega = 1024 * 1024;

const request = {
  fileName: "invoice.pdf",
  contentType: "application/pdf",
  contentLength: 1,
  sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
};

describe("a file is judged by size and type before it is sent", () => {
  test.each([
    ["a PDF of one byte", "application/pdf", 1, undefined],
    ["a PDF of 9.9 MB", "application/pdf", Math.floor(9.9 * mega), undefined],
    ["a PNG of 10 MB to the byte", "image/png", 10 * mega, undefined],
    ["a JPEG of a byte more", "image/jpeg", 10 * mega + 1, "file-too-large"],
    ["a PDF of 10.1 MB", "application/pdf", Math.ceil(10.1 * mega), "file-too-large"],
    ["an empty PDF", "application/pdf", 0, "file-empty"],
    ["a picture that can hold a script", "image/svg+xml", 1, "file-type-refused"],
    ["a file whose type is not known", "", 1, "file-type-refused"],
  ])("%s", (_title, contentType, contentLength, refusal) =>
    expect(refusalOf({ contentType, contentLength })).toBe(refusal),
  );
});

test("the limits read as people were promised them", () =>
  expect([maxFileBytes, maxStoredBytes].map(fileSize)).toEqual(["10 MB", "1 GB"]));

describe("a file's name", () => {
  test.each([
    ["is kept in any language", "Invois Ogos – 发票.pdf", "Invois Ogos – 发票.pdf"],
    ["loses its folder", "C:\\papers\\../../invoice.pdf", "invoice.pdf"],
    ["loses what cannot be printed", "in\u0000voi\r\nce.pdf", "invoice.pdf"],
    ["loses what turns the reading order", "invoice\u202Efdp.exe", "invoicefdp.exe"],
    ["loses half a character", "invoice\ud800.pdf", "invoice.pdf"],
    ["loses what has no width", "in\u200bvo\u2060ice\u00ad\ufeff.pdf", "invoice.pdf"],
    ["loses its lines", "invoice\u2028paid\u2029.pdf", "invoicepaid.pdf"],
    ["loses signs that are only told", "invoice\u{e0041}.pdf", "invoice.pdf"],
    [
      "keeps what joins letters",
      "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.pdf",
      "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.pdf",
    ],
    ["keeps a family of four", "👨‍👩‍👧‍👦.pdf", "👨‍👩‍👧‍👦.pdf"],
    ["keeps quotes and what a header ends with", 'in"voice";\\x=1.pdf', "x=1.pdf"],
    ["is 255 characters at its longest", "a".repeat(251) + ".pdf", "a".repeat(251) + ".pdf"],
  ])("%s", (_title, given, kept) => expect(uploadRequest.parse({ ...request, fileName: given }).fileName).toBe(kept));
});

test.each([
  ["no name", { fileName: " / " }, "want a name"],
  ["a name that nobody sees", { fileName: "\u200d\u200c\u3164\ufe0f" }, "want a name"],
  ["the folder above for a name", { fileName: "a/.." }, "want a name"],
  ["dots and spaces for a name", { fileName: " . . " }, "want a name"],
  ["a list for a name", { fileName: ["a.pdf"] }, "want a name"],
  ["a name that nobody wrote", { fileName: "a".repeat(256) }, "want a name of at most 255 characters"],
  ["a name whose length is folders", { fileName: `${"a/".repeat(600)}a` }, "want a name of at most 255 characters"],
  ["half a byte", { contentLength: 0.5 }, "want a whole number of bytes"],
  ["less than nothing", { contentLength: -1 }, "want a whole number of bytes"],
  ["more bytes than can be counted", { contentLength: 2 ** 53 }, "want a whole number of bytes"],
  ["no end of bytes", { contentLength: Infinity }, "want a whole number of bytes"],
  ["a number that is a text", { contentLength: "10" }, "want a whole number of bytes"],
  ["a length in a list", { contentLength: [10] }, "want a whole number of bytes"],
  ["a checksum in hexadecimal", { sha256: "e3b0c442".repeat(8) }, "want the SHA-256 of the content in base64"],
  [
    "a checksum in the letters of addresses",
    { sha256: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=" },
    "want the SHA-256 of the content in base64",
  ],
  [
    "a checksum that another text means as well",
    { sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=" },
    "want the SHA-256 of the content in base64",
  ],
  [
    "a checksum and a line",
    { sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" },
    "want the SHA-256 of the content in base64",
  ],
  ["a checksum of another length", { sha256: "47DEQpj8HBSa" }, "want the SHA-256 of the content in base64"],
])("a request is refused with %s, naming what is wanted", (_title, change, message) =>
  expect(uploadRequest.safeParse({ ...request, ...change }).error?.issues[0]?.message).toBe(message),
);
