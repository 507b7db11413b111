import { expect, test } from "@jest/globals";
import { ownNames } from "./containers";

const listed = `
sha256:aa 127.0.0.1:4566/api:key-1 127.0.0.1:4566/api@sha256:11
sha256:aa 127.0.0.1:4566/api:<none> 127.0.0.1:4566/api@sha256:11
sha256:aa 127.0.0.1:4567/api:key-1 127.0.0.1:4567/api@sha256:11
sha256:bb 127.0.0.1:4566/api:key-2 127.0.0.1:4566/api@sha256:22
sha256:cc cashsouk-node:24 cashsouk-node@<none>
`;

test.each([
  ["of an image in its registry, the names of that registry", ["sha256:aa"], ["api:key-1", "api@sha256:11"]],
  ["no image that another instance pushed to the same port", [], []],
  ["no image that has another name", ["sha256:cc"], []],
])("an instance removes %s", (_title, kept, names) => {
  const own = ownNames(listed, "127.0.0.1:4566/", (id) => kept.includes(id));
  expect(own).toEqual(names.map((name) => `127.0.0.1:4566/${name}`));
});
