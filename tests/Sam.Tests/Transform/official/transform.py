"""Transforms SAM templates with aws-sam-translator and says what each grants, in a normal form that a test compares.

It answers lines of JSON, each with one line:
  {"template": path}  {"error": text} when the transform refuses it, else {"parameters": {name: value}}, the values that had to be made up
  {"references": {logical id: {"Ref": value, attribute: value}}, "pseudo": {name: value}}  what the template that was named last grants
Needs no network and no credentials.
"""
import json
import logging
import os
import sys
import traceback

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
logging.disable(logging.CRITICAL)

from samtranslator.internal.managed_policies import get_bundled_managed_policy_map
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

import source
from apis import Apis
from grants import Grants
from documents import as_list
from resolver import Resolver, names_in

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


def dangling(template):
    """What CloudFormation refuses before it deploys anything: a name that nothing has, a condition that nobody declares."""
    resources, conditions = template["Resources"], template.get("Conditions") or {}
    names = {*resources, *(template.get("Parameters") or {})}

    def conditions_in(node):
        if isinstance(node, list):
            for item in node:
                yield from conditions_in(item)
        elif isinstance(node, dict):
            if isinstance(node.get("Fn::If"), list) and isinstance(node["Fn::If"][0], str):
                yield node["Fn::If"][0]
            for value in node.values():
                yield from conditions_in(value)

    for where, node, is_resource in [*((i, r, True) for i, r in resources.items()), *((i, o, False) for i, o in (template.get("Outputs") or {}).items())]:
        if not isinstance(node, dict):
            continue
        if is_resource and not isinstance(node.get("Type"), str):
            return f"{where} has no type"
        content = node.get("Properties") if is_resource else node
        for name, _ in names_in(content):
            if name not in names and not name.startswith("AWS::"):
                return f"{where} refers to {name}"
        asked = [name for name in [node.get("Condition")] if isinstance(name, str)]
        for name in [*asked, *conditions_in(content)]:
            if name not in conditions:
                return f"{where} asks for the condition {name}"
        for name in as_list(node.get("DependsOn")) if is_resource else []:
            if name not in resources:
                return f"{where} depends on {name}"
    for name, condition in conditions.items():
        if not isinstance(condition, dict):
            return f"{name} is no condition"
    return None


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
                broken = dangling(template)
                if broken:
                    raise ValueError(f"CloudFormation refuses it: {broken}")
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
