// ../packages/deploy/src/error.ts
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
function describeError(error) {
	if (error instanceof DeployError) return error.hint ? `${error.message}\n${error.hint}` : error.message;
	if (error instanceof Error && "$metadata" in error) return `${error.name}: ${error.message}`;
	return error instanceof Error ? error.stack ?? error.message : String(error);
}
export { DeployError, describeError };
