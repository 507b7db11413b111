// Loaded before the program: writes its peak memory, in bytes, when it ends.
process.on("exit", () => {
  require("node:fs").writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS * 1024));
});
