"""A file that a browser sends to S3 with a signed address, under the name that the browser knows."""
from __future__ import annotations

import base64
import hashlib
import re
import urllib.error
import urllib.request
import uuid

import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from process import REGION, until

HOST, ORIGIN = "uploads.cashsouk.localhost:8080", "http://issuer.cashsouk.localhost:8080"
BODY = b"%PDF-1.7 " + b"x" * 1000
TYPE = "application/pdf"


def checksum(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


@pytest.fixture(scope="module")
def bucket(cloud):
    s3, name = cloud.client("s3"), f"uploads-{uuid.uuid4().hex[:8]}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [{
        "AllowedMethods": ["PUT"], "AllowedOrigins": [ORIGIN], "MaxAgeSeconds": 3600,
        "AllowedHeaders": ["content-type", "x-amz-checksum-sha256", "if-none-match"]}]})
    return name


def signed(bucket: str, key: str, headers: dict, seconds: int = 900) -> str:
    request = AWSRequest(method="PUT", url=f"http://{HOST}/{bucket}/{key}", headers=headers)
    S3SigV4QueryAuth(Credentials("test", "test"), "s3", REGION, expires=seconds).add_auth(request)
    return request.url


def put(cloud, url: str, body: bytes, headers: dict, method: str = "PUT") -> tuple[int, str, dict]:
    """Sent to the gateway as the proxy sends it: Host as the browser wrote it."""
    request = urllib.request.Request(url.replace(f"http://{HOST}", f"http://127.0.0.1:{cloud.port}"), data=body,
                                     headers={"Host": HOST, **headers}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, "", dict(answer.headers)
    except urllib.error.HTTPError as error:
        code = re.search(r"<Code>(\w+)", error.read().decode())
        return error.code, code.group(1) if code else "", dict(error.headers)


def headers_for(body: bytes) -> dict:
    return {"content-type": TYPE, "content-length": str(len(body)), "x-amz-checksum-sha256": checksum(body),
            "if-none-match": "*"}


def test_a_public_host_is_no_bucket(cloud, bucket):
    headers = headers_for(BODY)
    url = signed(bucket, "a.pdf", headers)
    assert "x-amz-checksum-sha256" in url and "if-none-match" in url
    assert put(cloud, url, BODY, headers)[:2] == (200, "")
    found = cloud.client("s3").head_object(Bucket=bucket, Key="a.pdf", ChecksumMode="ENABLED")
    assert (found["ChecksumSHA256"], found["ContentType"], found["ContentLength"]) == (checksum(BODY), TYPE, len(BODY))
    assert put(cloud, url, BODY, headers)[:2] == (412, "PreconditionFailed")


OTHER = BODY[:-1] + b"y"


@pytest.mark.parametrize("title, body, change, outcome", [
    ("another body of the same length", OTHER, {}, (400, "BadDigest")),
    ("another body with its own checksum", OTHER, {"x-amz-checksum-sha256": checksum(OTHER)}, (403, "SignatureDoesNotMatch")),
    ("another type", BODY, {"content-type": "text/html"}, (403, "SignatureDoesNotMatch")),
    ("another length", BODY + b"z", {"content-length": str(len(BODY) + 1)}, (403, "SignatureDoesNotMatch")),
    ("no checksum", BODY, {"x-amz-checksum-sha256": None}, (403, "SignatureDoesNotMatch")),
])
def test_what_was_not_signed_is_refused(cloud, bucket, title, body, change, outcome):
    headers = headers_for(BODY)
    url = signed(bucket, f"{uuid.uuid4()}.pdf", headers)
    sent = {name: value for name, value in {**headers, **change}.items() if value is not None}
    assert put(cloud, url, body, sent)[:2] == outcome


def test_a_signed_address_ends_with_its_time(cloud, bucket):
    headers = headers_for(BODY)
    url = signed(bucket, "late.pdf", headers, seconds=1)
    until(lambda: put(cloud, url, BODY, headers)[:2] == (403, "AccessDenied"), "the address to end")


@pytest.mark.parametrize("origin, wanted, allowed", [
    (ORIGIN, "content-type,if-none-match,x-amz-checksum-sha256", ORIGIN),
    ("http://evil.example", "content-type", None),
    (ORIGIN, "x-amz-acl", None),
])
def test_a_browser_may_send_what_the_buckets_rules_allow(cloud, bucket, origin, wanted, allowed):
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": wanted}
    status, _, headers = put(cloud, f"http://{HOST}/{bucket}/a.pdf", None, asked, method="OPTIONS")
    assert (status, headers.get("Access-Control-Allow-Origin")) == ((200, allowed) if allowed else (403, None))
