// ../packages/deploy/src/error.ts
/**
* The one expected error: a code for machines, a message for the log, a hint for the hand.
* Anything else that is thrown is a bug and prints its stack. A cause travels as `{ cause }`.
*/
var DeployError = class extends Error {
	code;
	hint;
	constructor(code, message, hint, options) {
		super(message, options);
		this.code = code;
		this.hint = hint;
		this.name = "DeployError";
	}
};
/** What a person is told: an expected error's message and hint, AWS's own refusal in its words, the stack of a bug. */
function describeError(error) {
	if (error instanceof DeployError) return error.hint ? `${error.message}\n${error.hint}` : error.message;
	if (error instanceof Error && "$metadata" in error) return `${error.name}: ${error.message}`;
	return error instanceof Error ? error.stack ?? error.message : String(error);
}
export { DeployError, describeError };
