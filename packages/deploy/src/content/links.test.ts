import { expect, test } from "@jest/globals";
import { behindLinks, ledTo, type Links, readLinks } from "./links";
import { linkedTreeOf } from "./workspace-fixture";

test.each<[string, string, string, string[][]]>([
  ["leads from the folder that it lies in", "apps/api/data", "seed", [["apps/api/data", "apps/api/seed"]]],
  ["leads up and down", "apps/api/data", "../../data/./api", [["apps/api/data", "data/api"]]],
  ["leads to a folder that is named with a slash", "data", "seed/", [["data", "seed"]]],
  ["leads to what is hidden", "data", ".seed", [["data", ".seed"]]],
  ["by the machine's own paths is left out", "data", "/etc", []],
  ["out of the root is left out", "apps/data", "../../data", []],
  ["to the root itself is left out", "apps/root", "..", []],
])("a link that %s", async (_, path, target, wanted) => {
  expect([...(await readLinks(linkedTreeOf({ [path]: target })))]).toEqual(wanted);
});

test("what is no link is none, whatever it holds", async () => {
  expect([...(await readLinks(linkedTreeOf({}, { "docs/target": "README.md" })))]).toEqual([]);
});

test.each<[string, [string, string][], string]>([
  ["without a link is the path itself", [["other", "b"]], "a"],
  [
    "lies at the end of one link after another",
    [
      ["a", "b"],
      ["b", "c"],
    ],
    "c",
  ],
  [
    "is one of them where links go in a circle",
    [
      ["a", "b"],
      ["b", "a"],
    ],
    "a",
  ],
  ["is a link's own path where it leads to itself", [["a", "a"]], "a"],
])("what is behind a path %s", (_, links, wanted) => expect(behindLinks(new Map(links), "a")).toBe(wanted));

/** Somebody has what lies in the folder of his name. */
const ownerOf = (path: string) => /^(api|web)\//.exec(path)?.[1];

test.each<[string, Links, string[][]]>([
  ["a link that belongs to somebody leads to what is his", new Map([["api/data", "data"]]), [["data", "api"]]],
  ["a link that belongs to nobody leads to nothing of his", new Map([["docs/data", "data"]]), []],
  [
    "a link in what is led to leads on, whatever their order",
    new Map([
      ["more/c", "end"],
      ["data/b", "more"],
      ["api/a", "data"],
    ]),
    [
      ["data", "api"],
      ["more", "api"],
      ["end", "api"],
    ],
  ],
  [
    "what is led to may be a link itself",
    new Map([
      ["api/a", "current"],
      ["current", "v1"],
    ]),
    [
      ["current", "api"],
      ["v1", "api"],
    ],
  ],
  [
    "a link beside what is led to, which begins like it, leads to nothing",
    new Map([
      ["api/a", "data"],
      ["data-old/b", "more"],
    ]),
    [["data", "api"]],
  ],
  [
    "what several lead to is the first one's",
    new Map([
      ["web/a", "data"],
      ["api/a", "data"],
    ]),
    [["data", "web"]],
  ],
  [
    "links in a circle come to an end",
    new Map([
      ["api/a", "data"],
      ["data/b", "data"],
    ]),
    [["data", "api"]],
  ],
])("%s", (_, links, wanted) => expect([...ledTo(links, ownerOf)]).toEqual(wanted));
