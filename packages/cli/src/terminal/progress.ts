import { styleText } from "node:util";
import type { Log } from "@cashsouk/deploy";

type Stream = Pick<NodeJS.WriteStream, "write" | "isTTY" | "hasColors">;

/** Lines begin with the time since the command began, as m:ss; colours only on a terminal that wants them (NO_COLOR). */
export function progressLog(stream: Stream = process.stderr, now: () => number = Date.now): Log {
  const begun = now();
  const colours = stream.isTTY && stream.hasColors();
  const paint = (colour: "dim" | "yellow", text: string) => (colours ? styleText(colour, text) : text);
  const say = (line: string, colour?: "yellow") =>
    void stream.write(`${paint("dim", stamp(now() - begun))}  ${colour ? paint(colour, line) : line}\n`);
  return { info: (line) => say(line), warning: (line) => say(`warning: ${line}`, "yellow") };
}

function stamp(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, "0")}`;
}
