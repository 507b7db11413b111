"""The keys by which a distribution knows signed addresses: made through CloudFront's API, so that GetKeyGroup shows them.

AWS: "AWS::CloudFront::PublicKey"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-publickey.html),
"AWS::CloudFront::KeyGroup"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-keygroup.html), and UpdatePublicKey
(https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdatePublicKey.html): only the comment can be changed.
"""
from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from ministack.services import cloudfront


def _config(kind: str, config: dict) -> bytes:
    root = Element(f"{kind}Config")
    for key, value in config.items():
        node = SubElement(root, key)
        if not isinstance(value, list):
            node.text = str(value)
            continue
        for item in value:
            SubElement(node, "PublicKey").text = str(item)
    return tostring(root)


def _handler(kind: str, records, time: str, create, update, delete) -> dict:
    def answered(response: tuple) -> None:
        status, _, body = response
        if status >= 400:
            raise ValueError(f"{kind}: {body.decode() if isinstance(body, bytes) else body}"[:400])

    def attributes(resource: str) -> dict:
        return {"Id": resource, time: records()[resource][time]}

    def version(resource: str) -> dict:
        return {"if-match": records()[resource]["ETag"]}

    def created(logical_id, props, stack_name):
        before = set(records())
        answered(create(_config(kind, props[f"{kind}Config"])))
        resource = next(name for name in records() if name not in before)
        return resource, attributes(resource)

    def updated(resource, old, new, stack_name, logical_id=None):
        answered(update(resource, version(resource), _config(kind, new[f"{kind}Config"])))
        return resource, attributes(resource)

    def deleted(resource, props):
        if resource in records():
            answered(delete(resource, version(resource)))

    return {"create": created, "update": updated, "delete": deleted}


HANDLERS = {
    "AWS::CloudFront::PublicKey": _handler(
        "PublicKey", lambda: cloudfront._public_keys, "CreatedTime", cloudfront._create_public_key,
        cloudfront._update_public_key, cloudfront._delete_public_key),
    "AWS::CloudFront::KeyGroup": _handler(
        "KeyGroup", lambda: cloudfront._key_groups, "LastModifiedTime", cloudfront._create_key_group,
        cloudfront._update_key_group, cloudfront._delete_key_group),
}
