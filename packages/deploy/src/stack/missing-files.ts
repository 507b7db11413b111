import { existsSync } from "node:fs";
import { DeployError } from "../error";
import type { StackRequest } from "./request";

/** Without its template nothing of a request can be judged: nobody is asked anything. */
export function refuseWithoutTemplate(request: StackRequest): void {
  const { mode, template, parameters, stackPolicy } = request;
  if (mode === "execute" || (!isAddress(template) && existsSync(template))) return;
  const others = Object.entries({ parameters, "stack-policy": stackPolicy });
  throw invalid(request, [
    isAddress(template)
      ? `template: want a file's path, got an address: ${template}`
      : `template: there is no file ${template}`,
    ...others.flatMap(([input, path]) =>
      path === undefined || existsSync(path) ? [] : [`${input}: there is no file ${path}`],
    ),
  ]);
}

const isAddress = (path: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);

export function invalid({ name }: StackRequest, problems: readonly string[]): DeployError {
  return new DeployError(
    "invalid-stack",
    `${name}: nothing was changed:\n${problems.map((line) => `- ${line}`).join("\n")}`,
  );
}
