new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
export {};
