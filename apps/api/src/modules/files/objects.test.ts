import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startBucket } from "../../../__tests__/bucket";
import { signingKey } from "../../../__tests__/signing-key";
import { s3Objects } from "./objects";
import { storageDeadline } from "./storage";

const key = "uploads/a-user/6f1d7a52-6a0f-4f0e-9d0c-2a1f5b7c9e01";
const content = {
  contentType: "application/pdf",
  contentLength: 3,
  sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
};
const uploads = {
  region: "ap-southeast-5",
  bucket: "cashsouk-uploads",
  prefix: "uploads/",
  publicEndpoint: new URL("http://uploads.cashsouk.localhost:8080"),
  distribution: undefined,
};
let bucket: Awaited<ReturnType<typeof startBucket>>;

beforeEach(async () => {
  bucket = await startBucket();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: bucket.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
});
afterEach(() => bucket.close());

describe("an address to send a file to", () => {
  const signed = async () => {
    const { url, headers } = await s3Objects(uploads).uploadAddress(key, content, 900);
    return { url: new URL(url), headers };
  };

  test("signs type, length, checksum and that nothing may be there yet", async () => {
    const { url } = await signed();
    expect(url.searchParams.get("X-Amz-SignedHeaders")?.split(";")).toEqual([
      "content-length",
      "content-type",
      "host",
      "if-none-match",
      "x-amz-checksum-sha256",
    ]);
    expect([...url.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
  });

  test("is the browser's endpoint, the bucket in its path, for as long as was asked", async () => {
    const { url } = await signed();
    expect(`${url.origin}${url.pathname}`).toBe(`http://uploads.cashsouk.localhost:8080/cashsouk-uploads/${key}`);
    expect(url.searchParams.get("X-Amz-Expires")).toBe("900");
  });

  test("comes with the headers that a browser has to set", async () =>
    expect((await signed()).headers).toEqual({
      "content-type": "application/pdf",
      "if-none-match": "*",
      "x-amz-checksum-sha256": content.sha256,
    }));

  test("is S3's own where no other endpoint is set", async () => {
    delete process.env["AWS_ENDPOINT_URL"];
    const { url } = await s3Objects({ ...uploads, publicEndpoint: undefined }).uploadAddress(key, content, 900);
    expect(new URL(url).origin).toBe("https://s3.ap-southeast-5.amazonaws.com");
  });
});

describe("an address to have a file from", () => {
  test("is the distribution's where there is one, for as long, and names no bucket", async () => {
    const { privateKey } = signingKey();
    const distribution = { url: new URL("https://assets.cashsouk.example"), keyPairId: "K1", privateKey };
    const asked = { fileName: "in voice.pdf", contentType: "application/pdf" };
    const before = Date.now();
    const address = await s3Objects({ ...uploads, distribution }).downloadAddress(key, asked, 60);
    const { origin, pathname, searchParams } = new URL(address);
    expect(`${origin}${pathname}`).toBe(`https://assets.cashsouk.example/${key}`);
    expect(searchParams.get("response-content-disposition")).toBe('attachment; filename="in voice.pdf"');
    const seconds = Number(searchParams.get("Expires")) - before / 1000;
    expect(seconds).toBeGreaterThan(59);
    expect(seconds).toBeLessThan(120);
    expect(address).not.toMatch(/cashsouk-uploads|amazonaws|X-Amz/);
  });

  const disposition = async (fileName: string) => {
    const address = await s3Objects(uploads).downloadAddress(key, { fileName, contentType: "image/png" }, 60);
    const { searchParams } = new URL(address);
    expect(searchParams.get("X-Amz-Expires")).toBe("60");
    expect(searchParams.get("response-content-type")).toBe("image/png");
    return searchParams.get("response-content-disposition");
  };

  test.each([
    ["a plain name", "invoice.png", "attachment; filename=invoice.png"],
    ["a name with quotes", 'in"voice".png', 'attachment; filename="in\\"voice\\".png"'],
    ["a name in Chinese", "发票.png", "attachment; filename=\"??.png\"; filename*=UTF-8''%E5%8F%91%E7%A5%A8.png"],
    ["a name with its type's ending, where it has another", "invoice.hta", "attachment; filename=invoice.hta.png"],
    [
      "a name with an accent",
      "résumé.png",
      "attachment; filename=\"r?sum?.png\"; filename*=UTF-8''r%C3%A9sum%C3%A9.png",
    ],
    [
      "a name that is written as if encoded",
      "a%0d%0ab.png",
      "attachment; filename=a%0d%0ab.png; filename*=UTF-8''a%250d%250ab.png",
    ],
    ["its name, in whatever case the ending is", "INVOICE.PNG", "attachment; filename=INVOICE.PNG"],
  ])("saves it under %s", async (_title, fileName, expected) => expect(await disposition(fileName)).toBe(expected));
});

describe("the bucket", () => {
  const unavailable = { status: 503, code: "storage-unavailable" };

  test("tells what arrived, with its checksum", async () => {
    bucket.objects.set(key, { contentType: "application/pdf", body: Buffer.alloc(0) });
    expect(await s3Objects(uploads).head(key, storageDeadline())).toEqual({ ...content, contentLength: 0 });
  });

  test("has nothing where nothing arrived", async () =>
    expect(await s3Objects(uploads).head(key, storageDeadline())).toBeUndefined());

  test("keeps no version of what is removed, and is not asked for what is not there", async () => {
    const objects = s3Objects(uploads);
    bucket.objects.set(key, { contentType: "application/pdf", body: Buffer.alloc(1) });
    await objects.remove([key, `${key}-gone`], storageDeadline());
    expect([...bucket.objects.keys()]).toEqual([]);
    const [deletion] = bucket.inputs("PostBucket") as { Body: Buffer }[];
    expect(deletion?.Body.toString()).not.toContain("-gone");
    await objects.remove([key], storageDeadline());
    expect(bucket.inputs("PostBucket")).toHaveLength(1);
  });

  test("gives no more of a file than its beginning", async () => {
    bucket.objects.set(key, { contentType: "application/pdf", body: Buffer.alloc(1000, "x") });
    expect((await s3Objects(uploads).beginning(key, storageDeadline()))?.length).toBe(512);
  });

  test("that does not answer is a problem of its own, not a bug", async () => {
    await bucket.close();
    await expect(s3Objects(uploads).head(key, storageDeadline())).rejects.toMatchObject(unavailable);
  });

  test("is not waited for when the time for the answer is over", async () => {
    const over = AbortSignal.abort();
    const objects = s3Objects(uploads);
    for (const call of [objects.head(key, over), objects.beginning(key, over), objects.remove([key], over)])
      await expect(call).rejects.toMatchObject(unavailable);
  });
});
