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
  ["nothing of what is elsewhere", "ADD https://example.com/a.tgz git@example.com:a.git#main /", []],
  ["nothing of a cache", "RUN --mount=type=cache,source=docs,target=/c true", []],
])("%s sources in the context are found", (_, text, wanted) => {
  expect(sources(`FROM a:1\n${text}\n`)).toEqual(wanted);
});
