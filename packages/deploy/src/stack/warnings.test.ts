import { expect, test } from "@jest/globals";
import { stackSummary } from "./summary";
import { changed, event, lines, ofStack, page, run, stack } from "./testing/shop-stack";

const vpc = { ResourceType: "AWS::EC2::VPC", PhysicalResourceId: "vpc-1" };
const failed = () => event("Network", "DELETE_FAILED", { ...vpc, ResourceStatusReason: "has dependencies" });
const left = "Network (AWS::EC2::VPC) vpc-1 could not be deleted and stays, in no stack any more: has dependencies";

test.each([
  ["what its cleanup could not delete is warned of, in the log and the summary", [failed(), failed()], [left]],
  ["what it could delete in the end is not", [failed(), event("Network", "DELETE_COMPLETE", vpc)], []],
  [
    "the deletion of another one does not take that back",
    [failed(), event("Network", "DELETE_COMPLETE", { ...vpc, PhysicalResourceId: "vpc-2" })],
    [left],
  ],
])("an update is done, and %s", async (_title, cleanup, wanted) => {
  const begun = [ofStack("UPDATE_IN_PROGRESS"), ofStack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")];
  const result = await run({
    DescribeStacks: [stack("UPDATE_COMPLETE")],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeChangeSet: changed({ LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify" }),
    DescribeStackEvents: [page(), page(...begun, ...cleanup, ofStack("UPDATE_COMPLETE"))],
  });
  expect(result).toMatchObject({ outcome: { kind: "updated" }, warnings: wanted });
  expect(lines.filter((line) => line.includes("in no stack"))).toEqual(wanted.map((warning) => `shop: ${warning}`));
  for (const warning of wanted) expect(stackSummary(result)).toContain(`- ${warning}`);
});

test("a change that is rolled back says what stays outside of the stack, since its DeletionPolicy keeps it", async () => {
  const bucket = { ResourceType: "AWS::S3::Bucket", PhysicalResourceId: "shop-uploads" };
  const red = run({
    DescribeStacks: [stack("UPDATE_COMPLETE")],
    GetTemplate: [{ TemplateBody: "" }],
    DescribeChangeSet: changed({ LogicalResourceId: "Uploads", ResourceType: "AWS::S3::Bucket", Action: "Add" }),
    DescribeStackEvents: [
      page(),
      page(
        event("Uploads", "CREATE_COMPLETE", bucket),
        event("Topic", "CREATE_FAILED", { PhysicalResourceId: "", ResourceStatusReason: "denied" }),
        event("Uploads", "DELETE_SKIPPED", bucket),
        event("Topic", "DELETE_SKIPPED", { PhysicalResourceId: "" }),
        ofStack("UPDATE_ROLLBACK_COMPLETE"),
      ),
    ],
  });
  await expect(red).rejects.toMatchObject({
    message: "shop: UPDATE_ROLLBACK_COMPLETE: Topic (AWS::SNS::Topic): denied",
    hint: expect.stringMatching(
      /^The stack is as it was before\. Outside of it stays, perhaps in the next try's way: Uploads \(AWS::S3::Bucket\) shop-uploads\.\n/,
    ),
  });
});
