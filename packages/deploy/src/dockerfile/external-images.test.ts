import { expect, test } from "@jest/globals";
import { contextImages, externalImages, frontend } from ".";
import { instructions } from "./instructions";

/** With a last stage that takes from every other one. */
function reachingAll(text: string): string {
  const stages = [...instructions(text)].filter(({ name }) => name === "FROM");
  return stages.length === 0
    ? text
    : `${text}FROM scratch\n${stages.map((_, at) => `COPY --from=${at} / /\n`).join("")}`;
}

test.each<[string, string, Record<string, string>, string[]]>([
  ["the image of FROM", "FROM node:24\n", {}, ["node:24"]],
  ["each stage's, but not a stage as a base", "FROM a:1 AS Build\nFROM b:2\nFROM build\n", {}, ["a:1", "b:2"]],
  ["nothing for scratch", "FROM scratch\n", {}, []],
  ["an argument's default", "ARG V=24\nFROM node:${V}-slim\n", {}, ["node:24-slim"]],
  ["a given argument over its default", "ARG IMAGE=node:24\nFROM $IMAGE\n", { IMAGE: "own:1" }, ["own:1"]],
  ["an argument that uses another", 'ARG V=24\nARG I="node:${V}"\nFROM ${I}\n', { V: "20" }, ["node:20"]],
  ["a default inside the reference", "FROM ${I:-node:24}\n", {}, ["node:24"]],
  ["an argument without a default that is given", "ARG I\nFROM $I AS x\n", { I: "own:1" }, ["own:1"]],
  ["no argument that only a stage declares", "FROM a:1\nARG A=1\nFROM b:${A:-2}\n", {}, ["a:1", "b:2"]],
  ["options of FROM passed over", "FROM --platform=$BUILDPLATFORM a:1 AS x\n", {}, ["a:1"]],
  ["continued lines with comments between", "FROM \\\n# why\n  a:1 \\\n  AS x\n", {}, ["a:1"]],
  [
    "an image that COPY takes from",
    "FROM a:1 AS x\nCOPY --from=x /a /a\nCOPY --from=tools:1 /b /b\nCOPY --from=0 /c /c\n",
    {},
    ["a:1", "tools:1"],
  ],
  [
    "an image that RUN mounts",
    "FROM a:1\nRUN --mount=type=bind,from=tools:1,target=/t cp /t /u\n",
    {},
    ["a:1", "tools:1"],
  ],
  ["what follows a here-string", 'FROM a:1\nRUN cat <<< "hello"\nFROM b:2\n', {}, ["a:1", "b:2"]],
  ["what follows a shift", "FROM a:1\nRUN echo $((1 << n))\nFROM b:2\n", {}, ["a:1", "b:2"]],
  ["what follows a quoted heredoc's mark", "FROM a:1\nRUN echo 'a <<EOF b'\nFROM b:2\n", {}, ["a:1", "b:2"]],
  [
    "what follows a heredoc's mark where none can be",
    'FROM a:1\nLABEL x="<<EOF" y=<<EOF\nFROM b:2\n',
    {},
    ["a:1", "b:2"],
  ],
  [
    "what follows two heredocs",
    "FROM a:1\nCOPY <<A <<-'B' /x/\nFROM n:1\nA\nFROM n:2\n\tB\nFROM b:2\n",
    {},
    ["a:1", "b:2"],
  ],
  [
    "what follows a heredoc whose end stands alone",
    "FROM a:1\nRUN <<EOF\n EOF\nFROM n:1\nEOF\nFROM b:2\n",
    {},
    ["a:1", "b:2"],
  ],
  ["a default without a colon", "ARG E=\nFROM a:${V-2}${E-3}\n", {}, ["a:2"]],
  ["a default that is a variable", "ARG B=2\nFROM a:${V:-${B}}\n", {}, ["a:2"]],
  ["an argument without its end", "ARG V=24.1-slim\nFROM node:${V%-*}\n", {}, ["node:24.1"]],
  ["an argument without its longest end", "ARG V=24.1-a-b\nFROM node:${V%%-*}\n", {}, ["node:24.1"]],
  ["an argument without its beginning", "ARG V=v1/x/24\nFROM node:${V##*/}${V#v1}\n", {}, ["node:24/x/24"]],
  [
    "an argument without an end that a variable names",
    "ARG V=24-slim\nARG S=slim\nFROM node:${V%-$S}\n",
    {},
    ["node:24"],
  ],
  ["an argument with a variable for its middle", "ARG V=24/x\nARG S=-\nFROM node:${V/\\//$S}\n", {}, ["node:24-x"]],
  ["a default in quotes inside quotes", 'FROM "node:${V:-"24"}"\n', {}, ["node:24"]],
  ["a default's default's default", "FROM ${A:-${B:-${C:-node:24}}}\n", {}, ["node:24"]],
  [
    "an argument with another middle",
    "ARG V=node-24\nFROM ${V/-/:} AS x\nFROM ${V//[!0-9]/}\n",
    {},
    ["node-24", "node:24"],
  ],
  [
    "nothing that a command takes",
    "FROM a:1\nRUN uvx --from=ruff ruff --mount=from=x\nCOPY a --from=b /c\n",
    {},
    ["a:1"],
  ],
  ["what follows a heredoc whose end is escaped", "FROM a:1\nRUN cat <<\\EOF\nhi\nEOF\nFROM b:2\n", {}, ["a:1", "b:2"]],
  ["what follows an escaped backslash", "FROM a:1\nRUN echo a\\\\\nFROM b:2\n", {}, ["a:1", "b:2"]],
  [
    "what is divided over lines after a comment that names `escape`",
    "FROM a:1\n# escape=` is for Windows\nCOPY \\\n --from=b:2 \\\n /a /a\n",
    {},
    ["a:1", "b:2"],
  ],
  ["a quoted image", `FROM "a:1" AS x\nRUN --mount=from="b:2",target=/b true\n`, {}, ["a:1", "b:2"]],
  ["the platform's own image", "FROM tools-$TARGETARCH:1\n", {}, ["tools-amd64:1", "tools-arm64:1"]],
  ["the platform's own stage", "FROM a:1 AS x-amd64\nFROM b:1 AS x-arm64\nFROM x-${TARGETARCH}\n", {}, ["a:1", "b:1"]],
  ["nothing inside a heredoc", "FROM a:1\nRUN <<EOF\nFROM b:2\nEOF\n", {}, ["a:1"]],
  ["the frontend that reads it", "# syntax=docker/dockerfile:1\nFROM a:1\n", {}, ["a:1", "docker/dockerfile:1"]],
  [
    "the frontend among other directives",
    "#Syntax = docker/dockerfile:1 more\r\n# escape=`\r\nFROM a:1\r\n",
    {},
    ["a:1", "docker/dockerfile:1"],
  ],
  ["no frontend in a later comment", "FROM a:1\n# syntax=docker/dockerfile:1\n", {}, ["a:1"]],
  ["no frontend after another comment", "# why\n# syntax=docker/dockerfile:1\nFROM a:1\n", {}, ["a:1"]],
  ["the frontend behind slashes", "//  syntax = own:1\n// escape=`\nFROM a:1\n", {}, ["a:1", "own:1"]],
  ["the frontend below a shebang", "#!/usr/bin/env docker\n# syntax=own:1\nFROM a:1\n", {}, ["a:1", "own:1"]],
  ["the frontend after a mark of the bytes' order", "\uFEFF#!x\n//syntax=own:1\nFROM a:1\n", {}, ["a:1", "own:1"]],
  ["the frontend of another language in JSON", '{"syntax": "own:1", "steps": []}', {}, ["own:1"]],
  ["the frontend among checks", "# check=skip=all\n# syntax=own:1\nFROM a:1\n", {}, ["a:1", "own:1"]],
  ["no frontend in JSON that is none", '{"syntax": "own:1"\n', {}, []],
  ["no frontend below an empty line", "\n# syntax=own:1\nFROM a:1\n", {}, ["a:1"]],
  ["no frontend after a directive that nobody knows", "# lang=x\n# syntax=own:1\nFROM a:1\n", {}, ["a:1"]],
  ["no frontend further to the right", "  # syntax=own:1\nFROM a:1\n", {}, ["a:1"]],
  ["no frontend without a name", "# syntax=\n# syntax=own:1\nFROM a:1\n", {}, ["a:1"]],
  [
    "what a stage that is built on takes behind ONBUILD",
    "FROM a:1 AS x\nONBUILD COPY --from=tools:1 /b /b\nONBUILD RUN --mount=from=more:1,target=/m true\nFROM x\n",
    {},
    ["a:1", "more:1", "tools:1"],
  ],
  [
    "nothing behind ONBUILD that no stage of it is built on",
    "FROM a:1\nONBUILD COPY --from=build /b /b\n",
    {},
    ["a:1"],
  ],
  [
    "what is behind ONBUILD where its stage is named by a variable",
    "ARG B=x\nFROM a:1 AS x\nONBUILD ADD --from=tools:1 /b /b\nFROM ${B}\n",
    {},
    ["a:1", "tools:1"],
  ],
  [
    "the frontend that is given over its own",
    "# syntax=docker/dockerfile:1\nFROM a:1\n",
    { BUILDKIT_SYNTAX: "own/frontend:2" },
    ["a:1", "own/frontend:2"],
  ],
  ["lower-case instructions", "from a:1 as x\n", {}, ["a:1"]],
])("finds %s", (_, text, buildArgs, wanted) => {
  const images = externalImages(reachingAll(text), { buildArgs, platforms: ["linux/amd64", "linux/arm64"] });
  const reader = frontend(text, buildArgs);
  expect([...images.keys(), ...(reader ? [reader] : [])]).toEqual(wanted);
});

test.each([
  ["alpine", "alpine", true],
  ["Alpine", "alpine:latest", true],
  ["alpine", "docker.io/library/alpine", true],
  ["alpine", "index.docker.io/library/alpine:latest", true],
  ["alpine", "alpine:3", false],
  ["build", "alpine", false],
  ["alpine", "team/alpine", false],
  ["alpine", "ghcr.io/alpine", false],
])("a named context of a stage's name stands for the stage: stage %s, image %s: %s", (stage, image, isStage) => {
  const text = `FROM ${image} AS ${stage}\nRUN true\nFROM other\n`;
  expect(contextImages(text, [image, "other"])).toEqual(isStage ? ["other"] : [image, "other"]);
});

const stages =
  "FROM dev:1 AS dev\nFROM a:1 AS build\nFROM test:1 AS test\nCOPY --from=build / /\nFROM b:1\nCOPY --from=build / /\n";

test.each<[string, string, string | undefined, string[]]>([
  ["no image of a stage that nothing is built from", stages, undefined, ["a:1", "b:1"]],
  ["those of the stage that is asked for", stages, "Test", ["a:1", "test:1"]],
  ["those of a stage that is asked for by its number", stages, "1", ["a:1"]],
  ["a stage that stands further down", "FROM a:1\nCOPY --from=later / /\nFROM b:1 AS later\n", "0", ["a:1", "b:1"]],
  [
    "the last of two stages of one name",
    "FROM a:1 AS x\nFROM b:1 AS x\nFROM scratch\nCOPY --from=x / /\n",
    undefined,
    ["b:1"],
  ],
  ["an image that only a later stage is called like", "FROM alpine AS alpine\n", undefined, ["alpine"]],
  [
    "an end where stages take from each other",
    "FROM a:1 AS x\nCOPY --from=y / /\nFROM b:1 AS y\nCOPY --from=x / /\n",
    undefined,
    ["a:1", "b:1"],
  ],
  [
    "the stage and the image of the machine that builds",
    "FROM a:1 AS x-amd64\nFROM b:1 AS x-arm64\nFROM x-$BUILDARCH\nCOPY --from=tools:$BUILDOS / /\n",
    undefined,
    ["b:1", "tools:linux"],
  ],
])("of several stages finds %s", (_, text, target, wanted) => {
  const settings = { buildArgs: {}, platforms: ["linux/amd64"], builder: "linux/arm64", target };
  expect([...externalImages(text, settings).keys()]).toEqual(wanted);
});

test.each<[string, string, Record<string, string[]>]>([
  [
    "what is built, where nothing else is said",
    "FROM a:1\nCOPY --from=b:1 / /\n",
    { "a:1": ["arm64"], "b:1": ["arm64"] },
  ],
  ["what its FROM says", "FROM --platform=linux/s390x a:1\n", { "a:1": ["s390x"] }],
  [
    "the machine that builds and for what is built",
    "FROM --platform=$BUILDPLATFORM a:1 AS x\nFROM a:1\nCOPY --from=x / /\n",
    { "a:1": ["arm64", "amd64"] },
  ],
  ["what is built, where its variable is empty", "FROM --platform=$NONE a:1\n", { "a:1": ["arm64"] }],
])("takes an image for %s", (_, text, wanted) => {
  const images = externalImages(text, { buildArgs: {}, platforms: ["linux/arm64"], builder: "linux/amd64" });
  const told = [...images].map(([image, platforms]) => [image, [...platforms].map((one) => one.split("/")[1])]);
  expect(Object.fromEntries(told)).toEqual(wanted);
});
