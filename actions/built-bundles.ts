/** Where this run's bundles lie, built from the source as it is; whoever changes something there does so in a copy. */
export function builtBundles(): string {
  const folder = process.env["BUILT_BUNDLES"];
  if (!folder) throw new Error("BUILT_BUNDLES: want the folder that Jest's globalSetup made, got nothing");
  return folder;
}
