"""One registry under two names: what AWS calls `<account>.dkr.ecr.<region>.amazonaws.com` answers at loopback here.

AWS: "Private registry authentication in Amazon ECR"
(https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html): `proxyEndpoint` is the registry to log in
to; "DescribeImages" (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html):
ImageNotFoundException for an image that is not there; "Fargate task image pulls"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-pull-behavior.html): no image is cached.
"""
from __future__ import annotations

import json
import re

from ministack.core.responses import error_response_json, json_response
from ministack.services import ecr, ecs

from launcher.config import Config
from launcher.ecs import containers

_ECR_HOST = re.compile(r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/")


def mend_names(config: Config) -> None:
    """Logins and pushes go where docker reaches the registry without TLS; every image keeps that one name."""
    ecr._repo_uri = lambda name: f"{config.registry}/{name}"
    authorize = ecr._get_authorization_token

    def get_authorization_token(data):
        status, _, body = authorize(data)
        answer = json.loads(body)
        for token in answer["authorizationData"]:
            token["proxyEndpoint"] = f"http://{config.registry}"
        return json_response(answer, status)

    ecr._get_authorization_token = get_authorization_token
    containers.local_image = lambda image: _ECR_HOST.sub(f"{config.registry}/", image)
    run = ecs._run_docker_container

    def run_pulled(client, definition, arguments, **options):
        """Fargate caches no image: what the registry lost cannot start."""
        if containers.local_image(definition["image"]).startswith(f"{config.registry}/"):
            options |= {"refresh_image": True, "allow_cached": False}
        return run(client, definition, arguments, **options)

    ecs._run_docker_container = run_pulled


def mend_missing_image(config: Config) -> None:
    """ministack answers an empty list for an image that is not there."""
    describe = ecr._describe_images

    def describe_images(data):
        status, headers, body = describe(data)
        wanted = data.get("imageIds") or []
        if status != 200:
            return status, headers, body
        found = json.loads(body)["imageDetails"]
        for image in wanted:
            if not any(_is(image, detail) for detail in found):
                named = ", ".join(f"{key}:'{image.get(key, 'null')}'" for key in ("imageDigest", "imageTag"))
                return error_response_json(
                    "ImageNotFoundException",
                    f"The image with imageId {{{named}}} does not exist within the repository with name "
                    f"'{data.get('repositoryName')}' in the registry with id '{ecr._registry_id()}'", 400)
        return status, headers, body

    ecr._describe_images = describe_images


def _is(image: dict, detail: dict) -> bool:
    return (image.get("imageDigest") in (None, detail["imageDigest"])
            and (image.get("imageTag") is None or image["imageTag"] in detail.get("imageTags", [])))
