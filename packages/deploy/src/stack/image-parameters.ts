/** What `image-parameters` accepts: a name with `{Service}` in it. */
export const imagePattern = /^[A-Za-z0-9]*\{Service\}[A-Za-z0-9]*$/;

/** `{Service}Image` and `loan-api` → `LoanApiImage`. */
export function imageParameter(pattern: string, service: string): string {
  const pascal = service.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return pattern.replace("{Service}", pascal);
}

/**
 * The declared image parameters' values: what is released, so that a stack update never moves a service; of a service
 * that was never released, the image just built.
 */
export function imageValues(
  pattern: string,
  declared: Iterable<string>,
  released: ReadonlyMap<string, { readonly image: string }>,
  built: ReadonlyMap<string, { readonly image: string }>,
): Map<string, string> {
  const images = new Map(
    [...built, ...released].map(([service, { image }]) => [imageParameter(pattern, service), image]),
  );
  return new Map([...declared].flatMap((name) => (images.has(name) ? [[name, images.get(name)!]] : [])));
}
