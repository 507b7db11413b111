/** Where the emulator's APIs answer, and how they are asked while a visitor waits. */
export interface AwsApi {
  readonly endpoint: string;
  readonly region: string;
}

export const freshMs = 2_000;
export const limits = { connectMs: 2_000, answerMs: 10_000, attempts: 1 };

export const asRoot = ({ endpoint, region }: AwsApi) => ({
  endpoint,
  region,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
