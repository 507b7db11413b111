import { expect, test } from "@jest/globals";
import { externalImages } from "./dockerfile";

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
  ["nothing inside a heredoc", "FROM a:1\nRUN <<EOF\nFROM b:2\nEOF\n", {}, ["a:1"]],
  ["lower-case instructions", "from a:1 as x\n", {}, ["a:1"]],
])("finds %s", (_, text, args, wanted) => expect(externalImages(text, args)).toEqual(wanted));
