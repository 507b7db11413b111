export interface Channel {
  id: string;
  name: string;
}

export interface SlackConfiguration {
  addresses: readonly string[];
  port: number;
  /** Where people see the page: permalinks begin with it. */
  url: string;
  token: string;
  webhookPath: string;
  channels: readonly Channel[];
  /** The file that keeps the messages. */
  messages: string;
}
