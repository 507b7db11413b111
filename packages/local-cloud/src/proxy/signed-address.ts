import { createVerify, type KeyObject } from "node:crypto";
import { BlockList, isIPv4 } from "node:net";

export interface Visit {
  /** As the visitor asked, with scheme, host and query. */
  readonly address: string;
  readonly client: string;
  readonly at: Date;
}

/** CloudFront's words to whom it refuses. */
export interface Refusal {
  readonly code: "AccessDenied" | "InvalidKey" | "MissingKey";
  readonly message: string;
}

const missingKey = { code: "MissingKey", message: "Missing Key-Pair-Id query parameter or cookie value" } as const;
const unknownKey = { code: "InvalidKey", message: "Unknown Key" } as const;
const denied = { code: "AccessDenied", message: "Access denied" } as const;

const ours = new Set(["Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"]);

/**
 * Why an address does not open its file; undefined where it does. Canned and custom policies as "Use signed URLs" of the
 * CloudFront Developer Guide has them: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
 */
export function refusalOf(visit: Visit, keys: ReadonlyMap<string, KeyObject>): Refusal | undefined {
  const { resource, signing } = split(visit.address);
  const id = signing.get("Key-Pair-Id");
  if (!id) return missingKey;
  const key = keys.get(id);
  if (!key) return unknownKey;
  const custom = signing.get("Policy");
  const policy = custom === undefined ? cannedPolicy(resource, signing.get("Expires")) : unsafe(custom).toString();
  const hash = hashOf(signing.get("Hash-Algorithm"));
  const signature = unsafe(signing.get("Signature") ?? "");
  if (hash === undefined || !createVerify(hash).update(policy).verify(key, signature)) return denied;
  return allows(policy, resource, visit) ? undefined : denied;
}

/** The address without what signs it, its order kept. */
function split(address: string) {
  const [base = "", query = ""] = address.split(/\?(.*)/s);
  const signing = new Map<string, string>();
  const rest: string[] = [];
  for (const part of query.split("&").filter(Boolean)) {
    const [name = "", value = ""] = part.split(/=(.*)/s);
    if (ours.has(name)) signing.set(name, decoded(value));
    else rest.push(part);
  }
  return { resource: rest.length > 0 ? `${base}?${rest.join("&")}` : base, signing };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** What CloudFront puts together itself: letter by letter as it was signed. */
function cannedPolicy(Resource: string, expires = ""): string {
  const Condition = { DateLessThan: { "AWS:EpochTime": /^\d{1,12}$/.test(expires) ? Number(expires) : 0 } };
  return JSON.stringify({ Statement: [{ Resource, Condition }] });
}

/** Base64 in which the signs that an address has a use for are others. */
function unsafe(value: string): Buffer {
  return Buffer.from(value.replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/"), "base64");
}

function hashOf(name = "SHA1"): string | undefined {
  return name === "SHA1" || name === "SHA256" ? `RSA-${name}` : undefined;
}

interface Policy {
  readonly Statement?: readonly {
    readonly Resource?: string;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  }[];
}

function allows(policy: string, resource: string, { client, at }: Visit): boolean {
  const statements = parsed(policy).Statement ?? [];
  const [{ Resource = "", Condition = {} } = {}] = statements;
  const now = at.getTime() / 1000;
  const until = Condition["DateLessThan"]?.["AWS:EpochTime"];
  const from = Condition["DateGreaterThan"]?.["AWS:EpochTime"] ?? 0;
  const source = Condition["IpAddress"]?.["AWS:SourceIp"];
  return (
    statements.length === 1 &&
    matches(Resource, resource) &&
    typeof until === "number" &&
    now < until &&
    typeof from === "number" &&
    now >= from &&
    (source === undefined || isWithin(client, source))
  );
}

function parsed(policy: string): Policy {
  try {
    return JSON.parse(policy) as Policy;
  } catch {
    return {};
  }
}

/** `*` is any text, `?` any one sign. */
export function matches(pattern: string, resource: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "s").test(resource);
}

function isWithin(client: string, range: unknown): boolean {
  const [network = "", bits = "32"] = String(range).split("/");
  const address = client.replace(/^::ffff:/, "");
  if (!isIPv4(network) || !isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), "ipv4");
  return list.check(address, "ipv4");
}
