"""Reads a template as `sam package` leaves it to the transform: includes put in, local paths replaced by addresses in a bucket, parameters with values."""
import os
import re

import yaml

from samtranslator.yaml_helper import intrinsics_multi_constructor

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Loader.add_multi_constructor("!", intrinsics_multi_constructor)

# A file that is here in place of a bucket: what a document of an API is read from after the transform.
LOCAL_BUCKET = "local-files"

CODE = {
    "AWS::Serverless::Function": ["CodeUri"],
    "AWS::Serverless::LayerVersion": ["ContentUri"],
    "AWS::Serverless::Application": ["Location"],
    "AWS::Serverless::StateMachine": ["DefinitionUri"],
    "AWS::Serverless::GraphQLApi": ["SchemaUri"],
    "AWS::Serverless::Api": ["DefinitionUri"],
    "AWS::Serverless::HttpApi": ["DefinitionUri"],
    "AWS::ApiGateway::RestApi": ["BodyS3Location"],
    "AWS::ApiGatewayV2::Api": ["BodyS3Location"],
}

# Values of parameters that have none: the first that the parameter's own rules allow.
CANDIDATES = [
    "x", "xxxxxxxx", "Xxxxxxx1", "1", "10", "x.example.com", "https://x.example.com", "x@example.com", "111122223333", "us-east-1", "10.0.0.0/16",
    "arn:aws:iam::111122223333:role/x", "arn:aws:lambda:us-east-1:111122223333:function:x", "us-east-1_abcdefghi", "vpc-12345678", "ami-12345678",
    "/x", "Z1234567890ABC", "o-abcdefghij", "true", "fsvol-0123456789abcdef0", "vpc-0123456789abcdef0", "vol-0123456789abcdef0", "s3://x/x",
]


def parse(text):
    return yaml.load(text, Loader=Loader)


def parse_file(path):
    with open(path, encoding="utf-8-sig") as file:
        return parse(file.read())


def read(path):
    """The template with what is local put in, and the values of its parameters that had to be made up."""
    folder = os.path.dirname(os.path.abspath(path))
    template = parse_file(path)
    if not isinstance(template, dict):
        raise ValueError("a template is a map")
    template = package(included(template, folder), folder)
    return template, made_up(template.get("Parameters") or {})


def values_for_the_transform(template, values):
    """CloudFormation hands lists to a macro as lists."""
    return {
        name: [item.strip() for item in str(values.get(name, parameter.get("Default", ""))).split(",")] if "List" in str(parameter.get("Type")) else values[name]
        for name, parameter in (template.get("Parameters") or {}).items()
        if name in values or ("List" in str(parameter.get("Type")) and "AWS::SSM" not in str(parameter.get("Type")))
    }


def made_up(parameters):
    if not isinstance(parameters, dict):
        return {}
    return {
        name: value_for(name, parameter)
        for name, parameter in parameters.items()
        if isinstance(parameter, dict) and "Default" not in parameter and "AWS::SSM::Parameter::Value" not in str(parameter.get("Type"))
    }


def value_for(name, parameter):
    if parameter.get("AllowedValues"):
        allowed = parameter["AllowedValues"][0]
        return str(allowed).lower() if isinstance(allowed, bool) else str(allowed)
    if parameter.get("Type") in ("Number", "List<Number>"):
        return str(parameter.get("MinValue", 1))

    def fits(text):
        return (
            re.fullmatch(parameter.get("AllowedPattern", "(?s:.*)"), text) is not None
            and int(parameter.get("MinLength", 0)) <= len(text) <= int(parameter.get("MaxLength", 4096))
        )

    likely = ["arn:aws:iam::111122223333:role/x"] if re.search("arn", name, re.IGNORECASE) else []
    try:
        return next(filter(fits, [*likely, *CANDIDATES, "x" * int(parameter.get("MinLength", 1))]), "x")
    except re.error:
        return "x"


def included(node, folder):
    """AWS::Include of local files, which CloudFormation expands before any other macro."""
    if isinstance(node, list):
        return [included(item, folder) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: included(value, folder) for key, value in node.items()}
    transform = node.get("Fn::Transform")
    if isinstance(transform, dict) and transform.get("Name") == "AWS::Include":
        location = (transform.get("Parameters") or {}).get("Location")
        path = os.path.join(folder, location) if isinstance(location, str) else None
        if path and os.path.isfile(path):
            rest = {key: value for key, value in node.items() if key != "Fn::Transform"}
            content = included(parse_file(path), folder)
            return {**rest, **content} if isinstance(content, dict) else content
    return node


def package(template, folder):
    globals_ = template.get("Globals") or {}
    for kind, section in (("AWS::Serverless::Function", "Function"), ("AWS::Serverless::Api", "Api"), ("AWS::Serverless::HttpApi", "HttpApi")):
        in_bucket(kind, globals_.get(section), folder)
    for resource in (template.get("Resources") or {}).values():
        if isinstance(resource, dict):
            if resource.get("Type") == "AWS::Serverless::Function":
                built(resource, globals_.get("Function") or {})
            in_bucket(resource.get("Type"), resource.get("Properties"), folder)
    return template


def built(function, defaults):
    """What `sam build` adds: a function without code has its template's folder, one of an image its image."""
    properties = function.get("Properties")
    if not isinstance(properties, dict):
        return
    have = {*defaults, *properties}
    if "Image" in (properties.get("PackageType"), defaults.get("PackageType")):
        uri = properties.get("ImageUri", defaults.get("ImageUri"))
        if uri is None or isinstance(uri, str) and ".dkr.ecr." not in uri:
            properties["ImageUri"] = "111122223333.dkr.ecr.us-east-1.amazonaws.com/images:built"
    elif not have & {"CodeUri", "InlineCode"}:
        properties["CodeUri"] = "s3://bucket/key"


def in_bucket(kind, properties, folder):
    for name in CODE.get(kind, []) if isinstance(properties, dict) else []:
        value = properties.get(name)
        if isinstance(value, str) and not re.match(r"(s3|https?)://", value):
            properties[name] = address_of(kind, os.path.normpath(os.path.join(folder, value)))
        elif name == "CodeUri" and isinstance(value, dict) and not {"Bucket", "bucket"} & value.keys():
            # A path that a function makes up; code is of no interest.
            properties[name] = "s3://bucket/key"


def address_of(kind, path):
    if "Api" not in kind or "GraphQL" in kind:
        return "s3://bucket/key"
    return {"Bucket": LOCAL_BUCKET, "Key": path}
