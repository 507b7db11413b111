// Preloaded: writes the process's CPU time, user and system, in milliseconds to descriptor 3 when it ends.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  require("node:fs").writeSync(3, String((userCPUTime + systemCPUTime) / 1000));
});
