"""Transforms SAM templates with aws-sam-translator and says what each grants, in a normal form that a test compares.

It answers on lines of JSON, three for each template:
  in   {"template": path, "parameters": {name: value}}
  out  {"error": text} when the transform refuses it, else {"parameters": {name: value}, "asks": [[logical id, "Ref" or an attribute]]}
  in   {"references": {logical id: {"Ref": value, attribute: value}}, "pseudo": {name: value}}
  out  the normal form
Needs no network and no credentials.
"""
import json
import logging
import os
import sys

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
logging.disable(logging.CRITICAL)

from samtranslator.internal.managed_policies import get_bundled_managed_policy_map
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

import source
from apis import Apis
from grants import Grants, references
from resolver import Resolver

SAM = "AWS::Serverless-2016-10-31"


def transformed(template, parameters):
    """The template as CloudFormation deploys it; one without the transform is that already."""
    transforms = template.get("Transform") or []
    if SAM not in (transforms if isinstance(transforms, list) else [transforms]):
        return template
    try:
        return Translator(get_bundled_managed_policy_map("aws"), Parser()).translate(template, source.values_for_the_transform(template, parameters))
    except InvalidDocumentException as e:
        raise ValueError("; ".join([e.message, *(cause.message for cause in e.causes)])) from e


def normal_form(template, parameters, answer):
    resolver = Resolver(template, parameters, answer["pseudo"], answer["references"])
    created = {
        i: resource
        for i, resource in template["Resources"].items()
        if "Condition" not in resource or resolver.holds(resource["Condition"])
    }
    grants = Grants(resolver, created)
    return {
        "apis": Apis(template, resolver, created).all(),
        "cognito": grants.cognito(),
        "roles": grants.roles(),
        "functions": grants.functions(),
        "permissions": grants.permissions(),
    }


def say(value):
    sys.stdout.write(json.dumps(value, default=str) + "\n")
    sys.stdout.flush()


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            template, parameters = source.read(asked["template"], asked["parameters"])
            template = transformed(template, parameters)
            say({"parameters": parameters, "asks": references(template["Resources"])})
        except Exception as e:  # whatever it is, the transform has no answer
            say({"error": f"{type(e).__name__}: {e}"})
            continue
        try:
            say(normal_form(template, parameters, json.loads(sys.stdin.readline())))
        except Exception as e:
            import traceback

            say({"broken": traceback.format_exc()})


if __name__ == "__main__":
    main()
