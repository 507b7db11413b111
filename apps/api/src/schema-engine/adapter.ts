import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";
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
    return withSingleBytes(this.wholeScripts(await super.connect()));
  }

  override async connectToShadowDb(): Promise<Adapter> {
    return droppedLast(withSingleBytes(this.wholeScripts(await super.connectToShadowDb())));
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

/** PostgreSQL's one-byte type, which only its own catalogues use: the adapter refuses it, so no schema could be read. */
const singleByte = 18;
const text = 25;

/** The part of the adapter that reads rows; the second method is not among its declared ones. */
interface Reading {
  queryRaw: Adapter["queryRaw"];
  performIO(query: unknown): Promise<{ fields: { dataTypeID: number }[] }>;
}

/** Without this the engine cannot read a schema from a database (`migrate dev`, `migrate diff`, `db pull`). */
function withSingleBytes(adapter: Adapter): Adapter {
  const reading = adapter as unknown as Reading;
  const { queryRaw } = reading;
  adapter.queryRaw = async (query) => {
    let single: boolean[] = [];
    const once = Object.create(reading) as Reading;
    once.performIO = async (asked) => {
      const result = await reading.performIO(asked);
      single = result.fields.map(({ dataTypeID }) => dataTypeID === singleByte);
      for (const field of result.fields) if (field.dataTypeID === singleByte) field.dataTypeID = text;
      return result;
    };
    const result = await queryRaw.call(once, query);
    const columnTypes = result.columnTypes.map((type, at) => (single[at] ? ColumnTypeEnum.Character : type));
    return { ...result, columnTypes };
  };
  return adapter;
}

/** The adapter drops the shadow database while its own pool is connected to it, which PostgreSQL refuses. */
function droppedLast(shadow: Adapter): Adapter {
  const pool = shadow.underlyingDriver();
  const end = pool.end.bind(pool);
  const drop = shadow.dispose.bind(shadow);
  let ended: Promise<void> | undefined;
  pool.end = () => (ended ??= end());
  shadow.dispose = async () => {
    await pool.end();
    await drop();
  };
  return shadow;
}
