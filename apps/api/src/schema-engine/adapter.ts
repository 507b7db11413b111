import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import { DatabaseError } from "pg";

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/**
 * Sends a script as one simple query, as the native engine does: PostgreSQL parses it, and an error rolls back all of it.
 * The adapter's own way splits at every `;`, which tears `$$ … $$` bodies and leaves half a migration behind.
 */
export class WholeScriptAdapterFactory extends PrismaPg {
  /** What PostgreSQL said of the last script that failed; the engine's own error keeps only a part of it. */
  scriptError: DatabaseError | undefined;

  override async connect(): Promise<Adapter> {
    return this.wholeScripts(await super.connect());
  }

  override async connectToShadowDb(): Promise<Adapter> {
    return this.wholeScripts(await super.connectToShadowDb());
  }

  private wholeScripts(adapter: Adapter): Adapter {
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        this.scriptError = error;
        const { code = "N/A", severity = "N/A", message, detail, column, hint } = error;
        throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
      }
    };
    return adapter;
  }
}
