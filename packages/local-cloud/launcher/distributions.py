"""A bucket behind a distribution is asked with the query strings that the origin request policy lets through.

ministack asks its own S3 without any, so `response-content-disposition` is lost.

AWS: "Caching content based on query string parameters"
(https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/QueryStringParameters.html) and "GetObject", overriding
response header values (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
"""
from __future__ import annotations

from urllib.parse import parse_qsl

from ministack.services import cloudfront

from launcher.config import Config

_OVERRIDES = {f"response-{name}": name for name in
              ("cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires")}


def mend(config: Config) -> None:
    fetch = cloudfront._fetch_from_origin

    async def fetch_with_query(origin, method, uri, query_string, *rest):
        status, reason, headers, body = await fetch(origin, method, uri, query_string, *rest)
        if origin.get("s3_bucket") and status in (200, 206):
            asked = parse_qsl(query_string)
            headers = {**headers, **{_OVERRIDES[name]: value for name, value in asked if name in _OVERRIDES}}
        return status, reason, headers, body

    cloudfront._fetch_from_origin = fetch_with_query
