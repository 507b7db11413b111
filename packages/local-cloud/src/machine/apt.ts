import { run } from "../command";
import { runAsRoot } from "./root";
import type { Need } from "./need";

/** What comes from Debian; Ubuntu has the same names. */
const packages = [
  "ca-certificates",
  "chromium",
  "debian-archive-keyring",
  "debootstrap",
  "docker.io",
  "git",
  "iproute2",
  "iptables",
  "jq",
  "postgresql-15",
  "python3-venv",
];

export async function aptPackages(): Promise<Need> {
  const missing = await missingPackages();
  const install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing];
  return {
    name: "Debian packages",
    find: async () => ((await missingPackages()).length === 0 ? `${packages.length} there` : undefined),
    installs: `apt-get install ${missing.join(" ")}`,
    byHand: `apt-get update && ${install.join(" ")}`,
    async install() {
      await runAsRoot(["apt-get", "update", "-qq"]);
      // sudo drops the environment, so the variable goes by `env`.
      await runAsRoot(["env", "DEBIAN_FRONTEND=noninteractive", ...install], { timeoutMs: 1_200_000 });
    },
  };
}

async function missingPackages(): Promise<string[]> {
  // dpkg-query fails when it does not know one of the names, and lists the others all the same.
  const listed = await run([
    "sh",
    "-c",
    `dpkg-query -W -f '\${Package} \${db:Status-Status}\\n' "$@" || true`,
    "sh",
    ...packages,
  ]);
  const installed = new Set(listed.split("\n"));
  return packages.filter((name) => !installed.has(`${name} installed`));
}
