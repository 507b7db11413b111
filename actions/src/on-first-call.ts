/**
 * A client that is loaded and made when it is called for the first time: `onFirstCall(async () => aws((await import("…")).SSM))`.
 * Loading one takes ten times as long as a call, and a run may never need it.
 */
export function onFirstCall<Client extends object>(make: () => Promise<Client>): Client {
  let made: Promise<Client> | undefined;
  return new Proxy({} as Client, {
    // A promise that resolves to it would ask for `then`.
    get: (_, call) =>
      call === "then"
        ? undefined
        : async (...input: unknown[]) => {
            const client = (await (made ??= make())) as Record<PropertyKey, (...input: unknown[]) => unknown>;
            return client[call]?.(...input);
          },
  });
}
