import { expect, test } from "@jest/globals";
import { mrkdwn } from "./mrkdwn";

test.each([
  ["bold, italic and struck", "*a* _b_ ~c~", "<strong>a</strong> <em>b</em> <s>c</s>"],
  ["an underscore inside a name", "run_migration_task", "run_migration_task"],
  ["lines", "a\nb", "a<br>b"],
  [
    "a link with a label",
    "<https://x.test/a_b_c|the *run*>",
    '<a href="https://x.test/a_b_c">the <strong>run</strong></a>',
  ],
  ["code in a link's label", "<https://x.test|`abc`>", '<a href="https://x.test"><code>abc</code></a>'],
  ["a bare link", "<https://x.test>", '<a href="https://x.test">https://x.test</a>'],
  ["markup inside code", "`*a* <b>`", "<code>*a* &lt;b&gt;</code>"],
  ["a block of code", "```a\n*b*```", "<pre>a\n*b*</pre>"],
  ["entities, which a sender writes once", "a &lt; b &amp; c & d", "a &lt; b &amp; c &amp; d"],
  [
    "a mention",
    "<@U1> <!subteam^S1|on-call>",
    '<span class="mention">@U1</span> <span class="mention">@on-call</span>',
  ],
  ["an emoji, and a name that is none", ":rocket: :no_such:", "🚀 :no_such:"],
])("%s", (_, text, html) => {
  expect(mrkdwn(text)).toBe(html);
});
