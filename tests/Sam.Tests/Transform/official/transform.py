"""Transforms SAM templates with aws-sam-translator and says what each grants, in a normal form that a test compares.

It answers lines of JSON, each with one line:
  {"template": path}  {"error": text} when the transform refuses it, else {"parameters": {name: value}}, the values that had to be made up
  {"references": {logical id: {"Ref": value, attribute: value}}, "pseudo": {name: value}}  what the template that was named last grants
Needs no network and no credentials.
"""
import functools
import json
import logging
import os
import sys
import traceback

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
logging.disable(logging.CRITICAL)

import boto3
from samtranslator.internal.managed_policies import get_bundled_managed_policy_map
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.policy_template_processor.processor import PolicyTemplatesProcessor
from samtranslator.translator.translator import Translator

import source
from apis import Apis
from grants import Grants
from deployable import why_not
from resolver import Resolver

# Both cost more than the transform itself, and come out the same for every template: the schema of the policy templates that it brings along, and a session.
PolicyTemplatesProcessor._is_valid_templates_dict = staticmethod(lambda *_: True)
boto3.session.Session = functools.cache(boto3.session.Session)

SAM = "AWS::Serverless-2016-10-31"


def transformed(template, parameters):
    """The template as CloudFormation deploys it; one without the transform is that already."""
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
        raise ValueError("'Resources' section is required")
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
        if "template" in asked:
            try:
                template, parameters = source.read(asked["template"])
                template = transformed(template, parameters)
                refused = why_not(template)
                if refused:
                    raise ValueError(f"AWS refuses it: {refused}")
                say({"parameters": parameters})
            except Exception as e:  # whatever it is, the transform has no answer
                say({"error": f"{type(e).__name__}: {e}"})
        else:
            try:
                say(normal_form(template, parameters, asked))
            except Exception:
                say({"broken": traceback.format_exc()})


if __name__ == "__main__":
    main()
