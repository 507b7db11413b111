// src/on-first-call.ts
/**
* A client that is loaded and made when it is called for the first time: `onFirstCall(async () => aws((await import("…")).SSM))`.
* Loading one takes ten times as long as a call, and a run may never need it.
*/
function onFirstCall(make) {
	let made;
	return new Proxy({}, { get: (_, call) => call === "then" ? void 0 : async (...input) => {
		return (await (made ??= make()))[call]?.(...input);
	} });
}
export { onFirstCall };
