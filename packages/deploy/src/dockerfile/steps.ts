import { type Instruction, instructions, readInstruction, words } from "./instructions";

/**
 * A Dockerfile's instructions as they are carried out: a stage that is built on an earlier one begins with what that one
 * has behind `ONBUILD`, once. `expand`: what a FROM's image is. Of an image from elsewhere nobody knows such triggers.
 */
export function* steps(dockerfile: string, expand: (image: string) => string): Generator<Instruction> {
  const triggers = new Map<string, Instruction[]>();
  let own: Instruction[] = [];
  for (const instruction of instructions(dockerfile)) {
    yield instruction;
    if (instruction.name === "ONBUILD") own.push(readInstruction(instruction.rest));
    if (instruction.name !== "FROM") continue;
    const [image = "", , stage] = words(instruction.rest);
    yield* triggers.get(expand(image).toLowerCase()) ?? [];
    own = [];
    if (stage) triggers.set(stage.toLowerCase(), own);
  }
}
