import { createServer } from "node:http";

const port = Number(process.env.PORT ?? 3000);
// The image's content key: build-push passes it to the build as the argument RELEASE.
const key = process.env.RELEASE ?? "unreleased";

const pages = {
  "/": () => ({ greeting: "Hello" }),
  "/healthz": () => ({ ok: true }),
  "/version": () => ({ service: "hello", key }),
};

const server = createServer((request, response) => {
  const page = pages[new URL(request.url, "http://hello").pathname];
  response.writeHead(page ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(page ? page() : { error: "no such page" }));
});
// An idle connection is the load balancer's to close, after its 60 seconds: one that the server closed first would be a 502.
server.keepAliveTimeout = 65_000;
server.listen(port, () => console.log(`release ${key} listens at ${port}`));

// ECS's way to stop a task. What is being answered is answered.
process.once("SIGTERM", () => server.close(() => process.exit(0)));
