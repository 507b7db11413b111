import { DeployError } from "./deploy-base.mjs";
import { run } from "./deploy-process.mjs";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
// ../packages/deploy/src/image/oci/credentials.ts
function ownConfigFolder() {
	return process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker");
}
async function readOwnConfig() {
	const file = join(ownConfigFolder(), "config.json");
	const text = await readFile(file, "utf8").catch(() => "{}");
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new DeployError("bad-docker-config", `${file} is not JSON`, void 0, { cause });
	}
}
async function ownCredentials(host, signal) {
	const { auths = {}, credHelpers = {}, credsStore } = await readOwnConfig();
	const names = host === "docker.io" ? ["https://index.docker.io/v1/"] : [host, `https://${host}`];
	const helper = names.map((name) => credHelpers[name]).find(Boolean) ?? credsStore;
	for (const name of names) {
		const auth = auths[name]?.auth;
		if (auth) return splitAuth(Buffer.from(auth, "base64").toString());
		const stored = helper && await askHelper(helper, name, signal);
		if (stored) return stored;
	}
}
function splitAuth(text) {
	const [user = "", password = ""] = text.split(/:(.*)/s);
	return {
		user,
		password
	};
}
async function askHelper(helper, name, signal) {
	const program = `docker-credential-${helper}`;
	const { code, stdout } = await run(program, ["get"], {
		input: name,
		limitMs: 3e4,
		...signal ? { signal } : {}
	});
	if (code !== 0) return void 0;
	const { Username: user = "", Secret: password = "" } = JSON.parse(stdout.toString());
	return password ? {
		user,
		password
	} : void 0;
}
export { ownConfigFolder, ownCredentials, readOwnConfig };
