import { describe, expect, test } from "@jest/globals";
import {
  at,
  bucket,
  files,
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
import { s3Objects } from "./objects";
import { completeUpload } from "./service";
import { sweepUploads } from "./sweep";

describe("the sweep", () => {
  const sweep = () => sweepUploads(tables.prisma, files.objects, at);

  test("leaves what may still be completed, and what is stored", async () => {
    await promised();
    const key = await promised();
    sent(key, pdf);
    await completeUpload(files, owner, key);
    later(30 * minute);
    expect(await sweep()).toBe(0);
    expect((await states()).toSorted()).toEqual(["stored", "waiting"]);
  });

  test("removes what was never completed, from the bucket as well", async () => {
    sent(await promised(), pdf);
    later(30 * minute + 1);
    expect(await sweep()).toBe(1);
    expect([await states(), [...bucket.objects.keys()]]).toEqual([[], []]);
  });

  test("removes a refused file after a day, and what was sent to its address once more", async () => {
    const key = await promised(png);
    sent(key, png);
    await problemOf(completeUpload(files, owner, key));
    sent(key, png);
    expect(await sweep()).toBe(0);
    later(24 * 60 * minute + 1);
    expect(await sweep()).toBe(1);
    expect([await states(), [...bucket.objects.keys()]]).toEqual([[], []]);
  });

  test("tries again what the bucket did not remove, and lets nobody complete it meanwhile", async () => {
    const key = await promised();
    sent(key, pdf);
    later(30 * minute + 1);
    const away = s3Objects({
      region: "ap-southeast-5",
      bucket: "b",
      prefix: "",
      publicEndpoint: undefined,
      distribution: undefined,
    });
    await bucket.close();
    expect(await problemOf(sweepUploads(tables.prisma, away, at))).toBe("503 storage-unavailable");
    expect(await problemOf(completeUpload(files, owner, key))).toBe("410 upload-expired");
    expect(await states()).toEqual(["upload-expired"]);
  });
});
