import { DeployError } from "./deploy-base.mjs";
import { spawn } from "node:child_process";
// ../packages/deploy/src/process/interrupts.ts
const interrupts = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
const running = new Set();
let received;
let unheard = new Set();
function forwardInterrupts(forward) {
	if (running.size === 0) {
		unheard = new Set(interrupts.filter((signal) => process.listenerCount(signal) === 0));
		for (const signal of interrupts) process.on(signal, receive);
	}
	running.add(forward);
	if (received) forward(received);
	return () => {
		if (!running.delete(forward) || running.size > 0) return;
		for (const signal of interrupts) process.off(signal, receive);
		const pending = received;
		received = void 0;
		if (pending && unheard.has(pending)) process.kill(process.pid, pending);
	};
}
function receive(signal) {
	received = signal;
	for (const forward of running) forward(signal);
}
// ../packages/deploy/src/process/group.ts
const graceMs = 2e3;
const interruptGraceMs = 1e4;
const drainMs = 2e3;
function startGroup(program, args, options) {
	const { cwd, env, limitMs, signal, inTerminal = false } = options;
	const child = spawn(program, args, {
		cwd,
		env: env ?? process.env,
		detached: !inTerminal
	});
	let stopped = false;
	let timedOut = false;
	let killer;
	let drain;
	const send = (name) => {
		if (child.pid === void 0) return;
		if (inTerminal) child.kill(name);
		else signalGroup(child.pid, name);
	};
	const stop = (name, killAfterMs) => {
		stopped = true;
		send(name);
		killer ??= setTimeout(() => send("SIGKILL"), killAfterMs);
	};
	const abort = () => stop("SIGTERM", graceMs);
	const limit = setTimeout(() => {
		timedOut = true;
		abort();
	}, limitMs);
	signal?.addEventListener("abort", abort, { once: true });
	const release = forwardInterrupts((name) => stop(name, interruptGraceMs));
	return {
		child,
		ended: new Promise((resolve, reject) => {
			const settle = () => {
				for (const timer of [
					limit,
					killer,
					drain
				]) clearTimeout(timer);
				signal?.removeEventListener("abort", abort);
				if (stopped) send("SIGKILL");
				release();
			};
			child.on("error", (error) => {
				settle();
				reject(error);
			});
			child.on("exit", () => {
				drain = setTimeout(() => [
					child.stdin,
					child.stdout,
					child.stderr
				].forEach((stream) => stream.destroy()), stopped ? 4e3 : drainMs);
			});
			child.on("close", (code, name) => {
				settle();
				resolve({
					code,
					signal: name,
					timedOut
				});
			});
		})
	};
}
function signalGroup(pid, name) {
	try {
		process.kill(-pid, name);
	} catch (error) {
		if (error.code !== "ESRCH") throw error;
	}
}
// ../packages/deploy/src/process/run.ts
async function run(program, args, options) {
	const { input, signal, onLine } = options;
	if (signal?.aborted) throw cancelled(program);
	const { child, ended } = startGroup(program, args, options);
	const stdout = [];
	const stderr = [];
	collect(child.stdout, stdout, onLine);
	collect(child.stderr, stderr, onLine);
	child.stdin.on("error", () => void 0).end(input);
	const { code, timedOut } = await ended.catch((cause) => {
		throw new DeployError("not-started", `${program} can't be started: ${cause.message}`, void 0, { cause });
	});
	if (signal?.aborted) throw cancelled(program);
	return {
		code,
		stdout: Buffer.concat(stdout),
		stderr: Buffer.concat(stderr).toString(),
		timedOut
	};
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
	stream.on("close", () => {
		if (rest && onLine) onLine(rest);
	});
}
export { run };
