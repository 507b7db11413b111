/** A TypeScript program of this package, run as it is. */
export function typescript(program: string, ...args: string[]): [string, ...string[]] {
  return [process.execPath, "--require", require.resolve("ts-node/register"), program, ...args];
}
