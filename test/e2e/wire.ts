import { request, type IncomingHttpHeaders } from "node:http";

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

const limitMs = 30_000;

/** A request as any client sends it; Node resolves no `*.localhost`, so the host is named and loopback asked. */
export function send(url: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Reply> {
  const { host, port, pathname, search } = new URL(url);
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const options = { host: "127.0.0.1", port, path: pathname + search, method, timeout: limitMs };
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, headers: { host, ...length, ...headers } }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on("timeout", () => asked.destroy(new Error(`${url}: no answer within ${limitMs} ms`)));
    asked.on("error", reject).end(body);
  });
}
