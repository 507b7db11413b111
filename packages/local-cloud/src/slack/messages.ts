import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** A Block Kit block as it came; `check` knows which of its parts Slack would refuse. */
export type Block = Record<string, unknown> & { type: string };

export interface Message {
  /** The message's id in its channel: seconds and a counter, as Slack makes it. */
  ts: string;
  channel: string;
  text: string;
  blocks: Block[];
  /** The message that this one answers. */
  thread?: string;
  /** When it was last changed. */
  edited?: string;
  /** What it said before each change, the first first. Slack forgets that; here it can be looked at what people read meanwhile. */
  earlier?: Content[];
}
type Content = Pick<Message, "text" | "blocks">;

/** What was sent, kept in one file so that the page outlives a restart. */
export class Messages {
  private readonly messages: Message[];
  private lastMicroseconds = 0;

  constructor(
    private readonly file: string,
    private readonly now: () => number = Date.now,
  ) {
    this.messages = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Message[]) : [];
  }

  all(): readonly Message[] {
    return this.messages;
  }

  find(channel: string, ts: string): Message | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  add(message: Omit<Message, "ts">): Message {
    const added = { ...message, ts: this.nextTs() };
    this.messages.push(added);
    this.save();
    return added;
  }

  update(message: Message, change: Content): void {
    const { text, blocks, earlier = [] } = message;
    Object.assign(message, change, { edited: this.nextTs(), earlier: [...earlier, { text, blocks }] });
    this.save();
  }

  private nextTs(): string {
    this.lastMicroseconds = Math.max(this.now() * 1_000, this.lastMicroseconds + 1);
    const digits = String(this.lastMicroseconds);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }

  private save(): void {
    // Renamed into place, so that a kill in the middle leaves the old file.
    writeFileSync(`${this.file}.new`, JSON.stringify(this.messages, null, 2));
    renameSync(`${this.file}.new`, this.file);
  }
}
