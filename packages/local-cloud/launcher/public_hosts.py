"""A public host of the instance is the endpoint itself, and what follows is the bucket: path-style, as with AWS's own hosts.

ministack takes any first label before `.localhost` for a bucket's name, so `uploads.cashsouk.localhost` is a bucket "uploads".

AWS: "Path-style requests" in "Virtual hosting of general purpose buckets"
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#path-style-access).
"""
from __future__ import annotations

from ministack import app

from launcher.config import Config, load


def mend(config: Config) -> None:
    extract = app._extract_s3_vhost_bucket

    def extract_unless_public(host):
        name = (host or "").strip().lower().rsplit(":", 1)[0]
        # Read anew, as for containers: the file may gain a host while the instance runs.
        return None if name in load().hosts else extract(host)

    app._extract_s3_vhost_bucket = extract_unless_public
