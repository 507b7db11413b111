import { DeployError } from "./deploy-base.mjs";
import { spawn } from "node:child_process";
// ../packages/deploy/src/process/run.ts
/** Between asking a program to stop and killing it. */
const graceMs = 2e3;
/**
* Runs a program without a shell and reports how it ended; only one that can't be started throws.
* When the signal aborts, the program is stopped and the promise rejects with `cancelled`.
*/
function run(program, args, options) {
	const { cwd, env, input, limitMs, signal, onLine } = options;
	if (signal?.aborted) return Promise.reject(cancelled(program));
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			...cwd ? { cwd } : {},
			env: env ?? process.env
		});
		const stdout = [];
		const stderr = [];
		let timedOut = false;
		let killer;
		const stop = () => {
			child.kill("SIGTERM");
			killer ??= setTimeout(() => child.kill("SIGKILL"), graceMs);
		};
		const limit = setTimeout(() => {
			timedOut = true;
			stop();
		}, limitMs);
		signal?.addEventListener("abort", stop, { once: true });
		const settle = () => {
			clearTimeout(limit);
			clearTimeout(killer);
			signal?.removeEventListener("abort", stop);
		};
		collect(child.stdout, stdout, onLine);
		collect(child.stderr, stderr, onLine);
		child.stdin.on("error", () => void 0).end(input);
		child.on("error", (cause) => {
			settle();
			reject(new DeployError("not-started", `${program} can't be started: ${cause.message}`, void 0, { cause }));
		});
		child.on("close", (code) => {
			settle();
			if (signal?.aborted) reject(cancelled(program));
			else resolve({
				code,
				stdout: Buffer.concat(stdout),
				stderr: Buffer.concat(stderr).toString(),
				timedOut
			});
		});
	});
}
function cancelled(program) {
	return new DeployError("cancelled", `cancelled: ${program} was stopped`);
}
function collect(stream, chunks, onLine) {
	let rest = "";
	stream.on("data", (chunk) => {
		chunks.push(chunk);
		if (!onLine) return;
		const lines = (rest + chunk.toString()).split(/\r?\n/);
		rest = lines.pop() ?? "";
		for (const line of lines) onLine(line);
	});
	stream.on("end", () => {
		if (rest && onLine) onLine(rest);
	});
}
export { run };
