"""One registry under two names: what AWS calls `<account>.dkr.ecr.<region>.amazonaws.com` answers at loopback here.

AWS: "Private registry authentication in Amazon ECR"
(https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html): `proxyEndpoint` is the registry to log in
to; "DescribeImages" (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html):
ImageNotFoundException for an image that is not there; "Fargate task image pulls"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-pull-behavior.html): no image is cached;
"CannotPullContainer task errors" (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html).
"""
from __future__ import annotations

import fnmatch
import json
import re

import docker
from ministack.core.responses import error_response_json, json_response
from ministack.services import ecr, ecs
from ministack.services.cloudformation import provisioners

from launcher.config import Config
from launcher.ecs import containers

_ECR_HOST = re.compile(r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/")
_FILTERS = "imageTagMutabilityExclusionFilters"


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


def mend_pull_failures(config: Config) -> None:
    """Of an image that is not there ministack tells in the docker client's words, address and all, ECS in containerd's."""
    run = ecs._run_docker_container

    def run_container(client, definition, arguments, **options):
        try:
            return run(client, definition, arguments, **options)
        except ecs._ImagePullError as error:
            if not isinstance(error.__cause__, docker.errors.NotFound):
                raise
            raise ecs._ImagePullError("pull image manifest has been retried 1 time(s): failed to resolve ref "
                                      f"{definition['image']}: not found") from error

    ecs._run_docker_container = run_container


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


def mend_tag_mutability(config: Config) -> None:
    """ministack stores IMMUTABLE_WITH_EXCLUSION without its filters and then lets every tag move.

    AWS: "Preventing image tags from being overwritten in Amazon ECR"
    (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html) and "PutImage"
    (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html): ImageAlreadyExistsException where
    nothing would change.
    """
    to_api, shape = provisioners._ecr_cfn_to_api, ecr._repo_shape
    update = provisioners._RESOURCE_HANDLERS["AWS::ECR::Repository"]["update"]

    def with_filters(props):
        filters = props.get("ImageTagMutabilityExclusionFilters") or []
        return {**to_api(props), _FILTERS: [{
            "filterType": one["ImageTagMutabilityExclusionFilterType"],
            "filter": one["ImageTagMutabilityExclusionFilterValue"]} for one in filters]}

    def update_filters(name, old, new, stack_name, logical_id=None):
        answer = update(name, old, new, stack_name, logical_id)
        ecr._repositories[answer[0]][_FILTERS] = with_filters(new)[_FILTERS]
        return answer

    def create_repository(data):
        answer = create(data)
        if answer[0] == 200:
            ecr._repositories[data["repositoryName"]][_FILTERS] = data.get(_FILTERS) or []
        return answer

    def put_image(data):
        name, tag = data.get("repositoryName", ""), data.get("imageTag")
        digest = data.get("imageDigest") or ecr._image_digest(data.get("imageManifest", ""))
        held = _holder(name, tag)
        if held == digest:
            return error_response_json("ImageAlreadyExistsException",
                                       f"Image with digest '{digest}' and tag '{tag}' already exists in the repository "
                                       f"with name '{name}' in registry with id '{ecr._registry_id()}'", 400)
        if held and _is_fixed(name, tag):
            return error_response_json("ImageTagAlreadyExistsException", _taken(name, tag), 400)
        return put(data)

    def put_manifest(name, reference, headers, body):
        raw = body if isinstance(body, bytes) else (body or "").encode()
        held = None if reference.startswith("sha256:") else _holder(name, reference)
        if held and held != ecr._content_digest(raw) and _is_fixed(name, reference):
            return ecr._registry_error(400, "TAG_INVALID", _taken(name, reference), {"tag": reference})
        return put_v2(name, reference, headers, body)

    create, put, put_v2 = ecr._create_repository, ecr._put_image, ecr._v2_put_manifest
    provisioners._ecr_cfn_to_api = with_filters
    provisioners._RESOURCE_HANDLERS["AWS::ECR::Repository"]["update"] = update_filters
    ecr._create_repository, ecr._put_image, ecr._v2_put_manifest = create_repository, put_image, put_manifest
    ecr._repo_shape = lambda repository: {**shape(repository), **(
        {_FILTERS: repository[_FILTERS]} if repository.get(_FILTERS) else {})}


def _holder(name: str, tag: str | None) -> str | None:
    return next((image["imageDigest"] for image in ecr._images.get(name, []) if tag and tag in image.get("imageTags", [])),
                None)


def _is_fixed(name: str, tag: str) -> bool:
    repository = ecr._repositories[name]
    excluded = any(fnmatch.fnmatchcase(tag, one["filter"]) for one in repository.get(_FILTERS) or [])
    return {"IMMUTABLE": True, "IMMUTABLE_WITH_EXCLUSION": not excluded, "MUTABLE_WITH_EXCLUSION": excluded}.get(
        repository.get("imageTagMutability", "MUTABLE"), False)


def _taken(name: str, tag: str) -> str:
    return (f"The image tag '{tag}' already exists in the '{name}' repository and cannot be overwritten because the tag is "
            "immutable.")
