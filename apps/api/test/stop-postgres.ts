import "./start-postgres";

export default async function stop(): Promise<void> {
  await globalThis.postgres?.stop();
}
