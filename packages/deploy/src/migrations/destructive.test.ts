import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { findDestructive } from "./destructive";
import { blankOpaque } from "./sql";

const whats = (sql: string) => findDestructive(sql).map(({ what }) => what);

describe("pointed at", () => {
  test.each([
    ["DROP TABLE notes", "drops what may hold data or be in use"],
    ["drop  materialized\nview v", "drops what may hold data or be in use"],
    ['ALTER TABLE "n" DROP COLUMN "a"', "drops a column and what it holds"],
    ["ALTER TABLE n DROP a", "drops a column and what it holds"],
    ["ALTER TABLE n ALTER COLUMN a SET DATA TYPE text", "changes a column's type"],
    ["ALTER TABLE n ALTER a TYPE int USING a::int", "changes a column's type"],
    ["ALTER TABLE n ALTER COLUMN a SET NOT NULL", "refuses rows that the running release may still write"],
    ["ALTER TABLE n RENAME COLUMN a TO b", "renames what the running release knows by its old name"],
    ["TRUNCATE n", "empties a table"],
    ["DELETE FROM n", "deletes every row"],
    ["DELETE FROM n WHERE a = 'DELETE'", "deletes rows"],
    ["UPDATE n SET a = 1", "changes every row"],
    ["DO $$ BEGIN UPDATE n SET a = 1; END $$", "changes every row"],
    ["DO $x$ BEGIN IF a THEN DROP TABLE n; END IF; END $x$", "drops what may hold data or be in use"],
    [
      "DO $$ BEGIN EXECUTE 'DROP ' || t; END $$",
      "runs SQL that is put together as it runs, which nobody can read here",
    ],
  ])("%s", (sql, what) => {
    expect(whats(`SELECT 1; ${sql};`)).toEqual([what]);
  });
});

describe("not pointed at", () => {
  test.each([
    ["CREATE TABLE a (id int REFERENCES b ON DELETE CASCADE ON UPDATE CASCADE)"],
    ["ALTER TABLE a DROP CONSTRAINT c"],
    ["ALTER TABLE a ALTER COLUMN b DROP NOT NULL, ALTER COLUMN c DROP DEFAULT"],
    ["DROP INDEX i"],
    ["INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 1"],
    ["UPDATE a SET b = 1 WHERE c"],
    ["-- DROP TABLE a\nSELECT 1"],
    ["/* a /* nested */ DROP TABLE a; */ SELECT 1"],
    ["INSERT INTO a VALUES ('x''; DROP TABLE a; --')"],
    [String.raw`INSERT INTO a VALUES (E'\'; DROP TABLE a; --')`],
    ['CREATE TABLE "drop table" ("delete from" int)'],
    ["CREATE TRIGGER t BEFORE INSERT OR UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f()"],
    ["GRANT EXECUTE ON FUNCTION f TO r"],
  ])("%s", (sql) => {
    expect(whats(`${sql};`)).toEqual([]);
  });
});

test("each is told with its line and its own words", () => {
  expect(findDestructive("SELECT 1;\n-- why\n\nDROP TABLE\n  notes;\n")).toEqual([
    { line: 4, what: "drops what may hold data or be in use", statement: "DROP TABLE notes" },
  ]);
});

const piece = fc.oneof(
  fc.constantFrom("'", "''", '"', "--", "/*", "*/", "$$", "$a$", "\n", ";", "E'", "\\", "DROP TABLE x", " "),
  fc.string(),
);
const anySql = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

test("blanking keeps every place and every line where it was", () => {
  fc.assert(
    fc.property(anySql, (sql) => {
      const blanked = blankOpaque(sql);
      expect(blanked).toHaveLength(sql.length);
      expect(blanked.replaceAll(/[^\n]/g, "")).toBe(sql.replaceAll(/[^\n]/g, ""));
    }),
  );
});

test("a statement of its own is found whatever finished SQL stands before it", () => {
  const finished = fc.constantFrom(
    "SELECT 1;",
    "-- it's\n",
    "/* $$ */",
    "SELECT '; --';",
    'SELECT "a;b";',
    "DO $$ x $$;",
  );
  fc.assert(
    fc.property(fc.array(finished), (before) => {
      expect(whats(`${before.join("\n")}\nDROP TABLE notes;`)).toEqual(["drops what may hold data or be in use"]);
    }),
  );
});
