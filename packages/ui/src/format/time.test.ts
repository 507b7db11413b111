import { describe, expect, test } from "@jest/globals";
import { malaysianDate, malaysianTime, timeToClose } from "./time";

test.each([
  ["an evening in UTC is the next day in Malaysia", "2026-11-30T16:00:00.000Z", "1 Dec 2026", "1 Dec 2026, 12:00 am"],
  ["a minute before is still the day before", "2026-11-30T15:59:00.000Z", "30 Nov 2026", "30 Nov 2026, 11:59 pm"],
  ["noon is pm", "2026-12-03T04:00:00.000Z", "3 Dec 2026", "3 Dec 2026, 12:00 pm"],
])("%s", (_title, moment, day, time) => {
  expect(malaysianDate(new Date(moment))).toBe(day);
  expect(malaysianTime(new Date(moment))).toBe(time);
});

describe("the time to a listing's close", () => {
  const closesAt = new Date("2026-12-03T15:59:59.000Z"); // 3 Dec, 11:59 pm in Malaysia
  test.each([
    ["two weeks ahead", "2026-11-19T04:00:00.000Z", "14 days left"],
    ["a minute into the day before", "2026-12-01T16:01:00.000Z", "1 day left"],
    ["a minute before midnight in Malaysia", "2026-12-02T15:59:00.000Z", "1 day left"],
    ["a minute after midnight in Malaysia", "2026-12-02T16:01:00.000Z", "Closes today"],
    ["a second before", "2026-12-03T15:59:58.000Z", "Closes today"],
    ["at the close", "2026-12-03T15:59:59.000Z", "Closed"],
    ["after it", "2026-12-05T00:00:00.000Z", "Closed"],
  ])("%s", (_title, now, text) => expect(timeToClose(closesAt, new Date(now))).toBe(text));
});
