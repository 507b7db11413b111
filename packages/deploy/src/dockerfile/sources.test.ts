import { expect, test } from "@jest/globals";
import { addresses, sources } from "./sources";

test.each<[string, string, string[]]>([
  ["COPY's", "COPY docs /site", ["docs"]],
  ["each of several", "COPY --chown=1:1 ./a b/ /c/", ["a", "b"]],
  ["those of a list", 'COPY --link ["a b", "c", "/d/"]', ["a b", "c"]],
  ["ADD's", "ADD archive.tgz /", ["archive.tgz"]],
  ["a glob", "COPY package*.json ./", ["package*.json"]],
  ["a quoted one", 'COPY "a b" /c', ["a b"]],
  ["what RUN mounts", "RUN --mount=type=bind,source=docs,target=/docs --mount=target=/all cp /docs /x", ["docs"]],
  ["what RUN mounts in other words", 'RUN --mount="Type=bind,SRC=docs,target=/docs" cp /docs /x', ["docs"]],
  ["nothing that a command mounts by itself", "RUN podman run --mount=type=bind,source=docs,target=/d x", []],
  ["nothing of the whole context", "COPY . .\nCOPY ./ /\nCOPY / /x\nCOPY ./. /y\nCOPY .. /z", []],
  [
    "nothing of another stage or image",
    "COPY --from=build /docs /site\nRUN --mount=from=x,source=docs,target=/d true",
    [],
  ],
  ["nothing of what stands in the Dockerfile", "COPY <<EOF /y\nz\nEOF", []],
  ["nothing of what is elsewhere", "ADD https://example.com/a.tgz /", []],
  ["nothing of a cache", "RUN --mount=type=cache,source=docs,target=/c true", []],

  ["a folder's contents", "COPY docs/. /site", ["docs"]],
  ["a path with a slash too many", "COPY tools//gen /site", ["tools/gen"]],
  ["a path that goes up and down", "COPY tools/../conf /site", ["conf"]],
  ["a path that goes up too far", "COPY ../conf /site", ["conf"]],
  ["what keeps its parents from a point on", "COPY --parents tools/./gen /site", ["tools/gen"]],
  ["a mount that goes up and down", "RUN --mount=source=./tools/../conf/,target=/c true", ["conf"]],

  ["a heredoc's successor, its end escaped", "RUN cat <<\\EOF > /x\nhi $A\nEOF\nCOPY conf /site", ["conf"]],
  ["a heredoc's successor, its end partly quoted", `RUN cat <<E"O"'F'\nhi\nEOF\nCOPY conf /site`, ["conf"]],
  ["a heredoc's successor, its end a variable", "RUN cat <<$END\nhi\n$END\nCOPY conf /site", ["conf"]],
  ["the successor of a quote that nothing ends", "RUN echo don't <<EOF\nCOPY conf /site", ["conf"]],

  ["the successor of an escaped backslash", "RUN echo a\\\\\nCOPY conf /site", ["conf"]],
  ["one on continued lines", "COPY \\\n\n  # why\n  conf \\  \n  /site", ["conf"]],
  ["those of a list with something behind it", 'COPY ["a]b", "conf", "/site"] # why', ["a]b", "conf"]],
  ["one that is divided by a continued line", "COPY co\\\nnf /site", ["conf"]],
])("%s sources in the context are found", (_, text, wanted) => {
  expect(sources(`FROM a:1\n${text}\n`, {})).toMatchObject({ paths: wanted, unknown: [] });
});

test.each<[string, string, string[]]>([
  ["ADD's with an at sign or a colon in it", "ADD @a/b a:b me@b /", ["@a/b", "a:b", "me@b"]],
  ["COPY's, which no address can be", "COPY me@host:a /", ["me@host:a"]],
  [
    "those of a stage that is built on, behind ONBUILD",
    "FROM a:1 AS Base\nARG S=x\nONBUILD ARG S=conf\nONBUILD COPY $S /site\nONBUILD RUN --mount=source=docs,target=/d true\nFROM base",
    ["conf", "docs"],
  ],
  [
    "nothing behind ONBUILD that no stage is built on",
    "FROM a:1 AS x\nONBUILD COPY conf /site\nFROM b:1\nCOPY --from=x /a /",
    [],
  ],
  [
    "nothing behind ONBUILD twice",
    "FROM a:1 AS x\nONBUILD COPY --from=b:1 /a /\nONBUILD COPY conf/$S /site\nFROM x AS y\nARG S=1\nFROM y\nARG S=2",
    ["conf"],
  ],
])("%s sources in the context are found, whatever else is built", (_, text, wanted) => {
  expect(sources(`${text.startsWith("FROM") ? "" : "FROM a:1\n"}${text}\n`, {}).paths).toEqual(wanted);
});

test.each<[string, string, string[]]>([
  ["below an empty line is a comment", "\n# escape=`\nFROM a:1\nCOPY \\\n conf /site\n", ["conf"]],
  ["further to the right is taken", "  # escape=`\nFROM a:1\nCOPY `\n conf /site\n", ["conf"]],
  ["below a shebang is a comment", "#!/bin/sh\n# escape=`\nFROM a:1\nCOPY \\\n conf /site\n", ["conf"]],
  ["behind slashes is none", "// escape=`\nFROM a:1\nCOPY \\\n conf /site\n", ["conf"]],
  ["in the head", "# syntax=docker/dockerfile:1\n# Escape = `\nFROM a:1\nCOPY `\n conf `\n /site\n", ["conf"]],
  ["in a later comment", "FROM a:1\n# escape=` is for Windows\nCOPY \\\n conf \\\n /site\n", ["conf"]],
  ["after another comment", "# why\n# escape=`\nFROM a:1\nCOPY \\\n conf \\\n /site\n", ["conf"]],
])("the directive `escape` %s is taken as BuildKit takes it", (_, text, wanted) => {
  expect(sources(text, {}).paths).toEqual(wanted);
});

test.each<[string, string, string[]]>([
  ["an argument's default", "FROM a:1\nARG S=conf\nCOPY ${S} /site", ["conf"]],
  ["an argument inside a name", "FROM a:1\nARG S=prod\nCOPY conf/$S.json /site", ["conf/prod.json"]],
  ["an argument that is given", "FROM a:1\nARG GIVEN=x\nCOPY $GIVEN /site", ["given"]],
  ["a default from before the stages", "ARG S=conf\nFROM a:1\nARG S\nCOPY $S /site", ["conf"]],
  ["a given one over that", "ARG GIVEN=x\nFROM a:1\nARG GIVEN\nCOPY $GIVEN /site", ["given"]],
  ["the environment", "FROM a:1\nENV A=conf B=$A/x\nENV C $A/y\nCOPY $A $C /site", ["conf", "conf/y"]],
  ["what a stage has of the one it builds on", "FROM a:1 AS One\nENV S=conf\nFROM one\nCOPY $S /site", ["conf"]],
  ["a default of its own", "FROM a:1\nCOPY ${S:-conf} /site", ["conf"]],
  [
    "what a pattern leaves",
    "FROM a:1\nARG S=x/conf.d\nCOPY ${S#*/} ${S%.*} ${S/x/y} /site",
    ["conf.d", "x/conf", "y/conf.d"],
  ],
  ["a mount's", "FROM a:1\nARG S=conf\nRUN --mount=source=$S,target=/c true", ["conf"]],
  [
    "every platform",
    "FROM a:1\nARG TARGETARCH TARGETPLATFORM\nCOPY bin/$TARGETARCH $TARGETPLATFORM/b /",
    ["bin/*", "*/**/b"],
  ],
  ["nothing where it is escaped or in single quotes", "FROM a:1\nARG S=x\nCOPY \\$S '$S' /site", ["$S"]],
])("a variable in a source stands for %s", (_, text, paths) => {
  expect(sources(`${text}\n`, { GIVEN: "given" })).toEqual({ open: [], paths, unknown: [] });
});

test.each<[string, string, string[], string[]]>([
  ["that nothing declares", "COPY $S /site", ["**"], ["$S"]],
  ["without a default", "ARG S\nCOPY conf/a-${S}.json /site", ["conf"], ["conf/a-${S}.json"]],
  ["that stands for one", "ARG S=a/$T\nCOPY conf/$S /site", ["conf/a"], ["conf/$S"]],
  ["of another stage", "ARG S=conf\nFROM b:1\nCOPY conf/$S /site", ["conf"], ["conf/$S"]],
  ["that decides between two", "COPY conf/${S:+a} /site", ["conf"], ["conf/${S:+a}"]],
])("of a source with a variable %s, the folder is known", (_, text, paths, unknown) => {
  expect(sources(`FROM a:1\n${text}\n`, {})).toEqual({ paths, unknown, open: [] });
});

const commit = "a".repeat(40);
test.each<[string, string, string[], string[]]>([
  ["is open", "ADD https://example.com/a.tgz /", ["https://example.com/a.tgz"], []],
  [
    "in quotes by itself is open",
    `ADD "https://example.com/a b" 'http://c' /`,
    ["http://c", "https://example.com/a b"],
    [],
  ],
  ["in quotes is open", 'ADD ["https://example.com/a b", "/"]', ["https://example.com/a b"], []],
  [
    "is open, each of several",
    "ADD --chown=1 http://example.com/b http://example.com/a c /",
    ["http://example.com/a", "http://example.com/b"],
    [],
  ],
  ["of an argument is open", "ARG V=1\nADD https://example.com/$V /", ["https://example.com/1"], []],
  [
    "of a platform is open for each",
    "ARG TARGETARCH\nADD https://example.com/$TARGETARCH /",
    ["https://example.com/amd64", "https://example.com/arm64"],
    [],
  ],
  [
    "with a checksum that a variable may leave empty is open",
    "ADD --checksum=$SUM https://example.com/a /",
    ["https://example.com/a"],
    [],
  ],
  ["behind a password is told without it", "ADD https://user:pw@example.com/a /", [], ["https://***@example.com/a"]],
  ["with a checksum holds one content", "ADD --checksum=sha256:1 https://example.com/$A /", [], []],
  [
    "of a commit holds one content",
    `ADD https://example.com/a.git#${commit}:b git@example.com:a.git#${commit} /`,
    [],
    [],
  ],
  [
    "of git over ssh, whoever asks, only the build knows",
    "ADD deploy@example.com:team/kit.git#main ci_1@a-b.c:/kit ssh://u@a.b/c GIT://a.b/c /",
    [],
    ["deploy@example.com:team/kit.git#main", "ci_1@a-b.c:/kit", "ssh://***@a.b/c", "GIT://a.b/c"],
  ],
  ["of git over ssh at a commit holds one content", `ADD deploy@example.com:kit.git#${commit} /`, [], []],
  [
    "of what only looks like a commit is only the build's to know",
    `ADD https://a.b/c.git?branch=${commit} https://a.b/c.git?subdir=${commit} /`,
    [],
    [`https://a.b/c.git?branch=${commit}`, `https://a.b/c.git?subdir=${commit}`],
  ],
  [
    "of a commit said in fields holds one content",
    `ADD https://a.b/c.git##subdir=a,commit=${commit} https://a.b/c.git##ref=${commit},subdir=a /`,
    [],
    [],
  ],
  ["with a commit to ask for holds one content", `ADD https://example.com/a.git?commit=${commit}&subdir=b /`, [], []],
  ["of a branch only the build knows", "ADD https://example.com/a.git#main /", [], ["https://example.com/a.git#main"]],
  ["of git without more only the build knows", "ADD git@example.com:a.git /", [], ["git@example.com:a.git"]],
  ["with a variable that nothing declares only the build knows", "ADD https://a.b/$A /", [], ["https://a.b/$A"]],
  [
    "with a password is asked by nobody else, and told without it",
    "ADD https://u:p@a.b/c /",
    [],
    ["https://***@a.b/c"],
  ],
  ["may be what a variable is that nothing declares", "ADD $A /", [], ["$A"]],
  ["is none that COPY names", "COPY https://example.com/a $B /", [], []],
])("an address %s", (_, text, open, unknown) => {
  const settings = { buildArgs: {}, platforms: ["linux/amd64", "linux/arm64"] };
  expect(addresses(`FROM a:1\n${text}\n`, settings)).toEqual({ open, unknown });
  const told = sources(`FROM a:1\n${text}\n`, {});
  if (text.startsWith("ADD")) expect(told.unknown).toEqual(unknown);
  expect(told.open.length > 0).toBe(open.length > 0);
  if (!text.includes("$")) expect([...told.open].sort()).toEqual(open);
});
