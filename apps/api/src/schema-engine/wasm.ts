import { readFileSync } from "node:fs";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";

export { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";

/** What wasm-bindgen's glue exports besides its documented classes. */
interface Glue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/** The message of the last panic: the module reports it here, then traps. */
export const panic: { message: string | undefined } = { message: undefined };

/**
 * Instantiates the engine's module by hand: its package expects a bundler that imports `.wasm` files.
 * @throws when the file is missing or is not the module that the glue belongs to
 */
export async function instantiate(path: string): Promise<void> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => (panic.message = text) } });
  const imports = { "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(readFileSync(path), imports);
  (glue as unknown as Glue).__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
}
