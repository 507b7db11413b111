import { randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { maxFileBytes, maxStoredBytes } from "@cashsouk/types";
import { sha256Of } from "../../../__tests__/bucket";
import {
  anotherOwner,
  at,
  begun,
  bucket,
  files,
  heic,
  jpeg,
  later,
  minute,
  owner,
  pdf,
  png,
  problemOf,
  promised,
  sent,
  states,
  tables,
} from "../../../__tests__/uploads";
import { mostWaiting } from "./problems";
import { completeUpload, fileAddressOf, listFiles } from "./service";
import { sweepUploads } from "./sweep";

describe("a promised upload", () => {
  test("has its owner in its key", async () =>
    expect(await promised()).toMatch(new RegExp(`^uploads/${owner}/[0-9a-f-]{36}$`)));

  test.each([
    ["of another type", { contentType: "image/gif" }, "422 file-type-refused"],
    ["of a byte too many", { contentLength: 10 * 1024 * 1024 + 1 }, "413 file-too-large"],
    ["of nothing", { contentLength: 0 }, "422 file-empty"],
  ])("is not had for a file %s", async (_title, change, expected) => {
    expect(await problemOf(promised(pdf, change))).toBe(expected);
    expect(await states()).toEqual([]);
  });

  test("is had as often as a user may have uploads on the way, also when all ask at once", async () => {
    const asked = await Promise.all(Array.from({ length: mostWaiting + 5 }, () => problemOf(promised())));
    expect(asked.filter((answer) => answer === "none")).toHaveLength(mostWaiting);
    expect(new Set(asked)).toEqual(new Set(["none", "429 too-many-uploads"]));
  });

  test("no longer counts when its address has ended", async () => {
    for (let count = 0; count < mostWaiting; count++) await promised();
    later(15 * minute + 1);
    expect(await problemOf(promised())).toBe("none");
  });
});

describe("what an owner keeps", () => {
  /** All the room but for `left` bytes, as rows alone: nobody looks at their content. */
  const fill = (left: number, change: object = {}) =>
    tables.prisma.file.createMany({
      data: Array.from({ length: 103 }, (_, index) => ({
        id: randomUUID(),
        key: randomUUID(),
        owner,
        fileName: "invoice.pdf",
        contentType: "application/pdf",
        contentLength: index < 102 ? maxFileBytes : maxStoredBytes - 102 * maxFileBytes - left,
        sha256: "",
        createdAt: begun,
        state: "stored" as const,
        completedAt: begun,
        ...change,
      })),
    });

  test("may be all that there is room for, and not a byte more", async () => {
    await fill(pdf.length);
    expect(await problemOf(promised())).toBe("none");
    expect(await problemOf(promised(Buffer.from("%")))).toBe("409 storage-full");
    anotherOwner();
    expect(await problemOf(promised())).toBe("none");
  });

  test("counts together where several are promised at once", async () => {
    await fill(3 * pdf.length);
    const asked = await Promise.all(Array.from({ length: 5 }, () => problemOf(promised())));
    expect(asked.toSorted()).toEqual(["409 storage-full", "409 storage-full", "none", "none", "none"]);
  });

  test("is not what was refused", async () => {
    await fill(0, { state: "refused", refusal: "file-mismatch" });
    expect(await problemOf(promised())).toBe("none");
  });

  test("is also what was promised earlier: until the sweep it can be completed", async () => {
    await fill(0, { state: "waiting", completedAt: null, createdAt: new Date(begun.getTime() - 16 * minute) });
    expect(await problemOf(promised())).toBe("409 storage-full");
  });
});

describe("a completed upload", () => {
  test.each([
    ["PDF", "application/pdf", pdf],
    ["PNG", "image/png", png],
    ["JPEG", "image/jpeg", jpeg],
  ])("of a %s is stored, and can be had", async (_title, contentType, body) => {
    const key = await promised(body, { contentType });
    sent(key, body, contentType);
    const { fileId, url } = await completeUpload(files, owner, key);
    expect(new URL(url).pathname).toBe(`/b/${key}`);
    expect(await fileAddressOf(files, owner, fileId)).toMatchObject({ expiresIn: 60 });
    expect((await listFiles(files, owner, { limit: 1 })).items).toMatchObject([
      { id: fileId, fileName: "invoice.pdf", state: "stored", refusal: null, completedAt: begun.toISOString() },
    ]);
  });

  test("that is completed again, or twice at once, has one effect", async () => {
    const key = await promised();
    sent(key, pdf);
    const answers = await Promise.all([1, 2, 3].map(() => completeUpload(files, owner, key)));
    answers.push(await completeUpload(files, owner, key));
    expect(new Set(answers.map(({ fileId }) => fileId)).size).toBe(1);
    expect(await states()).toEqual(["stored"]);
  });

  test.each([
    ["whose content is of another kind", Buffer.from("<html><script>"), "application/pdf", {}, "file-type-refused"],
    [
      "that becomes a PDF only later on",
      Buffer.concat([Buffer.from("<html>"), pdf]),
      "application/pdf",
      {},
      "file-type-refused",
    ],
    [
      "of a PDF's letters, each in two bytes",
      Buffer.from("%PDF-1.7", "utf16le"),
      "application/pdf",
      {},
      "file-type-refused",
    ],
    ["of half a PDF's sign", Buffer.from("%PD"), "application/pdf", {}, "file-type-refused"],
    [
      "of a drawing that may hold a script",
      Buffer.from("<svg/>"),
      "image/png",
      { contentType: "image/png" },
      "file-type-refused",
    ],
    ["of a telephone's picture", heic, "image/jpeg", { contentType: "image/jpeg" }, "file-type-refused"],
    ["of one kind called another", png, "application/pdf", {}, "file-type-refused"],
    ["of another length", pdf, "application/pdf", { contentLength: 1 }, "file-mismatch"],
    ["of another type", pdf, "image/png", {}, "file-mismatch"],
    ["with another checksum", pdf, "application/pdf", { sha256: sha256Of(png) }, "file-mismatch"],
  ])("%s is refused, removed, and refused when asked again", async (_title, body, sentAs, change, refusal) => {
    const key = await promised(body, change);
    sent(key, body, sentAs);
    expect(await problemOf(completeUpload(files, owner, key))).toBe(`422 ${refusal}`);
    expect([...bucket.objects.keys()]).toEqual([]);
    expect(await problemOf(completeUpload(files, owner, key))).toBe(`422 ${refusal}`);
    expect(await states()).toEqual([refusal]);
  });

  test("that has not arrived can still arrive, until its address has ended", async () => {
    const key = await promised();
    expect(await problemOf(completeUpload(files, owner, key))).toBe("409 file-not-uploaded");
    later(15 * minute);
    expect(await problemOf(completeUpload(files, owner, key))).toBe("410 upload-expired");
  });

  test("that arrived is stored also when it is completed late, and no more when the sweep has been there", async () => {
    const [key, swept] = [await promised(), await promised()];
    for (const one of [key, swept]) sent(one, pdf);
    later(30 * minute);
    expect(await problemOf(completeUpload(files, owner, key))).toBe("none");
    later(30 * minute + 1);
    await sweepUploads(tables.prisma, files.objects, at);
    expect(await problemOf(completeUpload(files, owner, swept))).toBe("404 not-found");
    expect([...bucket.objects.keys()]).toEqual([key]);
  });

  test("that is refused is refused to all who complete it at once, with one reason", async () => {
    const key = await promised(png);
    sent(key, png, "application/pdf");
    const answers = await Promise.all([1, 2, 3, 4].map(() => problemOf(completeUpload(files, owner, key))));
    expect(answers).toEqual(answers.map(() => "422 file-type-refused"));
    expect([await states(), [...bucket.objects.keys()]]).toEqual([["file-type-refused"], []]);
  });

  test("that another request refuses and removes while it is looked at has that one's end", async () => {
    const key = await promised(png);
    sent(key, png, "application/pdf");
    const { objects } = files;
    const slower = {
      ...objects,
      async beginning(one: string, deadline: AbortSignal) {
        expect(await problemOf(completeUpload(files, owner, key))).toBe("422 file-type-refused");
        return objects.beginning(one, deadline);
      },
    };
    const answer = await problemOf(completeUpload({ ...files, objects: slower }, owner, key));
    expect([answer, await states()]).toEqual(["422 file-type-refused", ["file-type-refused"]]);
  });

  test("that the sweep meets on its way is stored and stays, or is gone from everywhere", async () => {
    for (let round = 0; round < 10; round++) {
      later(0);
      const key = await promised();
      sent(key, pdf);
      later(30 * minute + 1);
      const [completed] = await Promise.all([
        problemOf(completeUpload(files, owner, key)),
        sweepUploads(tables.prisma, files.objects, at),
      ]);
      const kept = completed === "none";
      expect([await states(), bucket.objects.has(key)]).toEqual([kept ? ["stored"] : [], kept]);
      expect(["none", "410 upload-expired", "404 not-found"]).toContain(completed);
      await tables.prisma.file.deleteMany();
      bucket.objects.clear();
    }
  });

  test("that is a PDF and a page at once is never given out as a page", async () => {
    const both = Buffer.from("%PDF-1.7\n<html><script>alert(1)</script>");
    const key = await promised(both, { fileName: "invoice.html" });
    sent(key, both);
    const { searchParams } = new URL((await completeUpload(files, owner, key)).url);
    expect(searchParams.get("response-content-type")).toBe("application/pdf");
    expect(searchParams.get("response-content-disposition")).toBe("attachment; filename=invoice.html.pdf");
  });

  test("has one time limit for all that it asks of the bucket", async () => {
    const key = await promised(png);
    sent(key, png, "application/pdf");
    const { objects } = files;
    const deadlines: AbortSignal[] = [];
    const seen = (deadline: AbortSignal) => (deadlines.push(deadline), deadline);
    files.objects = {
      ...objects,
      head: (one, deadline) => objects.head(one, seen(deadline)),
      beginning: (one, deadline) => objects.beginning(one, seen(deadline)),
      remove: (keys, deadline) => objects.remove(keys, seen(deadline)),
    };
    expect(await problemOf(completeUpload(files, owner, key))).toBe("422 file-type-refused");
    expect([deadlines.length, new Set(deadlines).size]).toEqual([3, 1]);
  });

  test("of somebody else is not there", async () => {
    const key = await promised();
    sent(key, pdf);
    expect(await problemOf(completeUpload(files, randomUUID(), key))).toBe("404 not-found");
    const { fileId } = await completeUpload(files, owner, key);
    expect(await problemOf(fileAddressOf(files, randomUUID(), fileId))).toBe("404 not-found");
    expect((await listFiles(files, randomUUID(), { limit: 1 })).items).toEqual([]);
  });

  test("waits, unharmed, for a bucket that does not answer", async () => {
    const key = await promised();
    await bucket.close();
    expect(await problemOf(completeUpload(files, owner, key))).toBe("503 storage-unavailable");
    expect(await states()).toEqual(["waiting"]);
  });
});

test("a file that is not stored has no address", async () => {
  await promised();
  const [file] = (await listFiles(files, owner, { limit: 1 })).items;
  expect(await problemOf(fileAddressOf(files, owner, file?.id ?? ""))).toBe("404 not-found");
});

test("the files come in pages, the newest first, each once", async () => {
  for (const fileName of ["1.pdf", "2.pdf", "3.pdf"]) {
    await promised(pdf, { fileName });
    if (fileName === "1.pdf") later(minute);
  }
  const first = await listFiles(files, owner, { limit: 1 });
  const second = await listFiles(files, owner, { limit: 2, cursor: cursorOf(first.items[0]) });
  const names = [...first.items, ...second.items].map(({ fileName }) => fileName);
  expect(names.toSorted()).toEqual(["1.pdf", "2.pdf", "3.pdf"]);
  expect([names.at(-1), second.nextCursor]).toEqual(["1.pdf", null]);
});

function cursorOf(last: { createdAt: string; id: string } | undefined) {
  return { at: new Date(last?.createdAt ?? ""), id: last?.id ?? "" };
}
