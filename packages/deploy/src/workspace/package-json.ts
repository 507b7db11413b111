import * as z from "zod/mini";
import { DeployError } from "../error";

const dependencies = z._default(z.record(z.string(), z.string()), {});

/** What matters here of a package.json; everything else passes through. */
const packageJson = z.looseObject({
  name: z.optional(z.string()),
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
});

export type PackageJson = z.infer<typeof packageJson>;

export function parsePackageJson(text: string, path: string): PackageJson {
  const parsed = packageJson.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole file").join(", ");
  throw new DeployError("invalid-package-json", `${path}: not a package.json: wrong: ${fields}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    // npm and pnpm read past a byte order mark too.
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (cause) {
    throw new DeployError("invalid-package-json", `${path} is not JSON: ${(cause as Error).message}`, undefined, {
      cause,
    });
  }
}
