export async function register() {
  // Left out of what Next makes for its other runtime.
  if (process.env.NEXT_RUNTIME === "nodejs") (await import("@cashsouk/config")).startPortal("landing");
}
