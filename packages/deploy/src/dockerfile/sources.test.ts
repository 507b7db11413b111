import { expect, test } from "@jest/globals";
import { sources } from "./sources";

test.each<[string, string, string[]]>([
  ["COPY's", "COPY docs /site", ["docs"]],
  ["each of several", "COPY --chown=1:1 ./a b/ /c/", ["a", "b"]],
  ["those of a list", 'COPY --link ["a b", "c", "/d/"]', ["a b", "c"]],
  ["ADD's", "ADD archive.tgz /", ["archive.tgz"]],
  ["a glob", "COPY package*.json ./", ["package*.json"]],
  ["a quoted one", 'COPY "a b" /c', ["a b"]],
  ["what RUN mounts", "RUN --mount=type=bind,source=docs,target=/docs --mount=target=/all cp /docs /x", ["docs"]],
  ["nothing of the whole context", "COPY . .\nCOPY ./ /\nCOPY / /x", []],
  [
    "nothing of another stage or image",
    "COPY --from=build /docs /site\nRUN --mount=from=x,source=docs,target=/d true",
    [],
  ],
  ["nothing that only BuildKit knows", "COPY $WHAT /x\nCOPY <<EOF /y\nz\nEOF", []],
  ["nothing of a cache", "RUN --mount=type=cache,source=docs,target=/c true", []],
])("%s sources in the context are found", (_, text, wanted) => {
  expect(sources(`FROM a:1\n${text}\n`).paths).toEqual(wanted);
});

test.each<[string, string, string[]]>([
  ["an address is told", "ADD https://example.com/a.tgz /", ["https://example.com/a.tgz"]],
  ["so is a branch", "ADD https://example.com/a.git#main /", ["https://example.com/a.git#main"]],
  ["one with a checksum is the same for ever", "ADD --checksum=sha256:00 https://example.com/a.tgz /", []],
  ["so is a commit", `ADD git@example.com:a.git#${"0".repeat(40)} /`, []],
])("of what is not in the repository, %s", (_, text, wanted) => {
  expect(sources(`FROM a:1\n${text}\n`).remote).toEqual(wanted);
});
