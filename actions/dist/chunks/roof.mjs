import { getInput, info, setFailed, setOutput, summary, warning } from "./actions-core.mjs";
import { DeployError, InputProblems, describeError, whyFailed } from "./deploy-base.mjs";
// src/run-action.ts
/** The one catch in the house. GitHub's runner cancels with SIGINT, 7.5 s later SIGTERM, 2.5 s later a kill. */
async function runAction(body) {
	const abort = new AbortController();
	const cancel = () => abort.abort();
	process.once("SIGINT", cancel).once("SIGTERM", cancel);
	let summarised = false;
	const summarise = async (markdown) => {
		summarised = true;
		if (getInput("summary") === "false" || !process.env["GITHUB_STEP_SUMMARY"]) return;
		await summary.addRaw(markdown, true).write();
	};
	try {
		await body({
			input: (name) => getInput(name),
			log: {
				info: (line) => info(line),
				warning: (line) => warning(line)
			},
			cancelled: abort.signal,
			output(values) {
				for (const [name, value] of Object.entries(values)) setOutput(name, value);
			},
			summarise
		});
	} catch (error) {
		setFailed(describeError(error));
		setOutput("reason", whyFailed(error).replaceAll(/\s+/g, " "));
		if (error instanceof DeployError && !(error instanceof InputProblems) && !summarised) await summarise(`**Failed:** ${describeError(error)}`);
	} finally {
		process.off("SIGINT", cancel).off("SIGTERM", cancel);
	}
}
export { runAction };
