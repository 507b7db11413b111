import { Agent, request } from "node:http";

/** Four people behind four addresses: the API counts requests by address, and one alone may not have so many a minute. */
const addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"];

export interface Load {
  /** Resolves when that many more requests were answered, failed ones included. */
  more(count: number): Promise<void>;
  /** No further request is sent; resolves when the last is answered. */
  stop(): Promise<{ answered: number; failed: readonly string[] }>;
}

/** Asks the public host, `perSecond` times a second, whatever the answers take: connections are kept as a browser keeps them. */
export function startLoad(url: URL, perSecond: number, isGood: (body: string) => boolean): Load {
  const agents = addresses.map((localAddress) => new Agent({ keepAlive: true, localAddress }));
  const failed: string[] = [];
  const waiting = new Set<() => void>();
  let [sent, answered] = [0, 0];

  const answer = (problem?: string) => {
    answered++;
    if (problem) failed.push(`${new Date().toISOString()} ${problem}`);
    for (const look of waiting) look();
  };
  const until = (reached: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!reached()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  function ask(): void {
    const agent = agents[sent++ % agents.length]!;
    const { port, host, pathname } = url;
    const asked = request(
      { agent, host: "127.0.0.1", port, path: pathname, headers: { host }, timeout: 30_000 },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        response.on("error", (error) => answer(error.message));
        response.on("end", () => {
          const good = response.statusCode === 200 && isGood(body);
          answer(good ? undefined : `${response.statusCode}: ${body.slice(0, 200)}`);
        });
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer in 30 s")));
    asked.on("error", (error) => answer(error.message));
    asked.end();
  }

  const timer = setInterval(ask, 1000 / perSecond);
  return {
    more: (count) => {
      const goal = answered + count;
      return until(() => answered >= goal);
    },
    async stop() {
      clearInterval(timer);
      await until(() => answered >= sent);
      for (const agent of agents) agent.destroy();
      return { answered, failed };
    },
  };
}
