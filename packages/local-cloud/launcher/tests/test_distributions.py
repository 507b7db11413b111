"""A distribution before a private bucket, laid down by a template."""
from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from process import ACCOUNT, REGION

DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"


def public_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def keys(name: str, pems: dict[str, str]) -> dict:
    return {
        **{logical: {"Type": "AWS::CloudFront::PublicKey", "Properties": {"PublicKeyConfig": {
            "Name": f"{name}-{logical}", "CallerReference": f"{name}-{logical}", "EncodedKey": pem}}} for logical, pem in pems.items()},
        "Keys": {"Type": "AWS::CloudFront::KeyGroup", "Properties": {"KeyGroupConfig": {
            "Name": name, "Items": [{"Ref": logical} for logical in pems]}}},
    }


def test_a_key_group_holds_the_keys_that_its_template_names_and_a_key_never_changes(stacks, cloud):
    name, pems = f"group-{uuid.uuid4().hex[:8]}", {"First": public_key()}
    outputs = {"Group": {"Value": {"Ref": "Keys"}}}
    stack = stacks.create(keys(name, pems), Outputs=outputs)
    assert stack.status == "CREATE_COMPLETE", stack.reasons()

    def held() -> list[str]:
        api = cloud.client("cloudfront")
        ids = api.get_key_group(Id=stack.outputs["Group"])["KeyGroup"]["KeyGroupConfig"]["Items"]
        return [api.get_public_key(Id=one)["PublicKey"]["PublicKeyConfig"]["EncodedKey"] for one in ids]

    assert held() == [pems["First"]]
    both = {**pems, "Second": public_key()}
    assert stacks.update(stack, keys(name, both), Outputs=outputs).status == "UPDATE_COMPLETE"
    assert held() == list(both.values())
    changed = stacks.update(stack, keys(name, {**both, "First": public_key()}), Outputs=outputs)
    assert changed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert any("CannotChangeImmutablePublicKeyFields" in reason for reason in changed.reasons())
    second = stacks.update(stack, keys(name, {"Second": both["Second"]}), Outputs=outputs)
    assert second.status == "UPDATE_COMPLETE", second.reasons()
    assert held() == [both["Second"]]
    assert stacks.delete(stack).status == "DELETE_COMPLETE"


@pytest.fixture(scope="module")
def files(stacks, cloud):
    """A bucket with a file below uploads/ and one beside it, of which the distribution may read the former."""
    name = f"files-{uuid.uuid4().hex[:8]}"
    arn = {"Fn::Sub": f"arn:aws:cloudfront::{ACCOUNT}:distribution/${{Distribution}}"}
    stack = stacks.create({
        "Access": {"Type": "AWS::CloudFront::OriginAccessControl", "Properties": {"OriginAccessControlConfig": {
            "Name": name, "OriginAccessControlOriginType": "s3", "SigningBehavior": "always", "SigningProtocol": "sigv4"}}},
        "Requests": {"Type": "AWS::CloudFront::OriginRequestPolicy", "Properties": {"OriginRequestPolicyConfig": {
            "Name": name, "CookiesConfig": {"CookieBehavior": "none"}, "HeadersConfig": {"HeaderBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "whitelist", "QueryStrings": ["response-content-disposition"]}}}},
        "Distribution": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
            "Enabled": True,
            "Origins": [{"Id": "files", "DomainName": f"{name}.s3.{REGION}.amazonaws.com",
                         "OriginAccessControlId": {"Ref": "Access"}, "S3OriginConfig": {"OriginAccessIdentity": ""}}],
            "DefaultCacheBehavior": {"TargetOriginId": "files", "ViewerProtocolPolicy": "https-only",
                                     "CachePolicyId": DISABLED, "OriginRequestPolicyId": {"Ref": "Requests"}}}}},
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name, "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": True, "RestrictPublicBuckets": True}}},
        "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
                "Resource": f"arn:aws:s3:::{name}/uploads/*", "Condition": {"StringEquals": {"aws:SourceArn": arn}}}]}}},
    }, Outputs={"Domain": {"Value": {"Fn::GetAtt": ["Distribution", "DomainName"]}}})
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    for key in ("uploads/a.pdf", "other/a.pdf"):
        cloud.client("s3").put_object(Bucket=name, Key=key, Body=b"%PDF", ContentType="application/pdf")
    return stack.outputs["Domain"]


def get(cloud, domain: str, path: str, **headers) -> tuple[int, dict]:
    request = urllib.request.Request(f"http://127.0.0.1:{cloud.port}{path}",
                                     headers={"Host": domain, "X-Forwarded-Proto": "https", **headers})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {}


def test_s3_behind_a_distribution_hears_the_query_strings_that_the_policy_forwards(cloud, files):
    asked = urllib.parse.urlencode({"response-content-disposition": 'attachment; filename="a b.pdf"',
                                    "response-content-type": "text/html"})
    status, headers = get(cloud, files, f"/uploads/a.pdf?{asked}")
    assert (status, headers["content-disposition"]) == (200, 'attachment; filename="a b.pdf"')
    assert headers["content-type"] == "application/pdf"


def test_a_distribution_reads_what_the_buckets_policy_lets_it_and_over_tls_only(cloud, files):
    assert get(cloud, files, "/uploads/a.pdf")[0] == 200
    assert get(cloud, files, "/other/a.pdf")[0] == 403
    assert get(cloud, files, "/uploads/a.pdf", **{"X-Forwarded-Proto": "http"})[0] == 403
