// src/on-first-call.ts
function onFirstCall(make) {
	let made;
	return new Proxy({}, { get: (_, call) => call === "then" ? void 0 : async (...input) => {
		return (await (made ??= make()))[call]?.(...input);
	} });
}
export { onFirstCall };
