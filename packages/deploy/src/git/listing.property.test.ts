import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readListing } from "./listing";
import { encodePath } from "./path-bytes";

/** Paths with what sorts otherwise as text than as bytes, and with what stands between records and their parts. */
const part = fc.string({
  unit: fc.constantFrom("a", "b", ".", "-", " ", "?", "\t", "\n", "ü", "\uffff", "\u{1f600}", "\udcff"),
  minLength: 1,
  maxLength: 4,
});
const paths = fc.uniqueArray(
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
  { minLength: 1, maxLength: 60 },
);
const sorted = (some: readonly string[]) => [...some].sort((a, b) => Buffer.compare(encodePath(a), encodePath(b)));

test("of a listing each path is found with what git says of it, and no other", () => {
  fc.assert(
    fc.property(paths, fc.nat(), fc.boolean(), (all, many, isOldGit) => {
      const count = many % (all.length + 1);
      const [news, missing] = [sorted(all.slice(0, count)), all.slice(0, count).map((path) => `${path}.other`)];
      const known = sorted(all.slice(count));
      const about = new Map(known.map((path, at) => [path, `${at % 3 === 0 ? "120000" : "100644"} blob ${at}`]));
      // Once more behind all others, as git before 2.31 has them.
      const changed = isOldGit ? known.filter((_, at) => at % 2 === 0) : [];
      const records = [
        ...news.map((path) => `? ${path}`),
        ...known.map((path) => `${about.get(path)}\t${path}`),
        ...changed.map((path) => `C ${about.get(path)}\t${path}`),
      ];
      const listing = readListing(Buffer.concat(records.flatMap((record) => [encodePath(record), Buffer.from([0])])));
      for (const path of news) expect(listing.find(path)).toEqual({ about: "?", path });
      for (const path of known) expect([about.get(path), `C ${about.get(path)}`]).toContain(listing.find(path)?.about);
      for (const path of missing.filter((one) => !all.includes(one))) expect(listing.find(path)).toBeUndefined();
      expect(listing.all().map(({ path }) => path)).toEqual([...news, ...known, ...changed]);
      const links = known.filter((path) => about.get(path)?.startsWith("120000"));
      expect(listing.beginning("120000").map(({ path }) => path)).toEqual(links);
      expect(listing.notBeginning("100644").map(({ path }) => path)).toEqual([...news, ...links, ...changed]);
      for (const end of ["a", "/b"])
        expect(listing.endingWith(end).map(({ path }) => path)).toEqual(
          [...news, ...known, ...changed].filter((path) => path.endsWith(end)),
        );
    }),
    { numRuns: 300 },
  );
});
