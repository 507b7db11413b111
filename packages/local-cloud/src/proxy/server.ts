import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { ProxyConfiguration } from "./configuration";
import { destinationOf } from "./destination";
import { behaviorOf, type ReadDistribution } from "./distribution";
import type { OriginSecret } from "./origin-secret";
import { type Refusal, refusalOf } from "./signed-address";

type Route = Pick<ProxyConfiguration, "hosts" | "origin" | "aws" | "port">;

interface Deployed {
  readonly secret: OriginSecret;
  readonly distribution: ReadDistribution;
}

/** CloudFront's own limit for an origin's first byte. */
const originTimeoutMs = 30_000;

/** For one connection only, so never passed on (RFC 9110, section 7.6.1). */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Stands for CloudFront: the services' hosts go to the load balancer with the secret header, Host kept; files come from the
 * distribution, by a signed address where its behavior asks for one; all others are refused. Under two more names AWS itself is reached as a browser
 * reaches it: Host kept too, since S3's signatures hold it.
 */
export function proxyServer(route: Route, { secret, distribution }: Deployed): Server {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: Error) => refuse(outgoing, 502, error.message));
  });
  server.once("close", () => agent.destroy());
  return server;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (incoming.url === "/__proxy/health" && isLoopback(incoming)) return void outgoing.end("ok\n");
    const { method = "GET", url: path = "/" } = incoming;
    const destination = destinationOf(route, { host: hostOf(incoming), method, url: path });
    if (destination.kind === "refused") return refuse(outgoing, destination.status, destination.why);
    const headers = originHeaders(incoming, route.port);
    if (destination.kind === "load-balancer") {
      const verify = await secret();
      if (verify === undefined)
        return refuse(outgoing, 503, "Nothing is deployed yet: the platform stack is not there.");
      headers["x-origin-verify"] = verify;
    }
    if (destination.kind === "distribution") {
      const found = await distribution();
      if (!found) return refuse(outgoing, 503, "Nothing is deployed yet: there is no distribution.");
      const address = `http://${incoming.headers.host}${path}`;
      const client = incoming.socket.remoteAddress ?? "";
      const keys = behaviorOf(found, path)?.keys;
      const refusal = keys && refusalOf({ address, client, at: new Date() }, keys);
      if (refusal) return deny(outgoing, refusal);
      // The emulator tells distributions by their own names. Plain HTTP at loopback stands for TLS at the edge.
      Object.assign(headers, { host: found.domain, "x-forwarded-proto": "https" });
    }
    const [origin, name] =
      destination.kind === "load-balancer" ? [route.origin, "The load balancer"] : [route.aws.origin, "AWS"];
    const forwarded = request({ ...origin, agent, method, path, headers, timeout: originTimeoutMs });
    forwarded.once("response", (response) => {
      outgoing.writeHead(response.statusCode ?? 502, withoutHopByHop(response.headers));
      response.pipe(outgoing);
    });
    forwarded.once("timeout", () => {
      refuse(outgoing, 504, `${name} did not answer within ${originTimeoutMs / 1000} s.`);
      forwarded.destroy();
    });
    forwarded.once("error", (error) => refuse(outgoing, 502, `${name} does not answer: ${error.message}.`));
    outgoing.once("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  }
}

function originHeaders(incoming: IncomingMessage, port: number): OutgoingHttpHeaders {
  const client = incoming.socket.remoteAddress ?? "unknown";
  const before = incoming.headers["x-forwarded-for"];
  return {
    ...withoutHopByHop(incoming.headers),
    "x-forwarded-for": before ? `${String(before)}, ${client}` : client,
    "x-forwarded-proto": "http",
    "x-forwarded-port": String(port),
  };
}

function withoutHopByHop(headers: IncomingMessage["headers"]): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
}

function hostOf({ headers }: IncomingMessage): string {
  return (headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
}

function isLoopback({ socket }: IncomingMessage): boolean {
  return socket.localAddress === "127.0.0.1";
}

/** As CloudFront words it. */
function deny(outgoing: ServerResponse, { code, message }: Refusal): void {
  outgoing.writeHead(403, { "content-type": "text/xml", "cache-control": "no-store", server: "CloudFront" });
  outgoing.end(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
}

function refuse(outgoing: ServerResponse, status: number, why: string): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  outgoing.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  outgoing.end(`${why}\n`);
}
