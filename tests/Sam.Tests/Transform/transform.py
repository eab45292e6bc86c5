"""Transforms a SAM template with aws-sam-translator and prints what it grants, in a normal form that a test compares.

usage: transform.py TEMPLATE < FACTS
FACTS is JSON: {"references": {logical id: {"Ref": value, attribute: value}}, "pseudo": {name: value}}
Needs no network and no credentials. Intrinsic functions of the result are evaluated here, on their own terms: nothing
of the code under test is used.
"""
import json
import os
import re
import sys

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"

from samtranslator.internal.managed_policies import get_bundled_managed_policy_map
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

MISSING = object()


class Evaluator:
    def __init__(self, template, facts):
        self.references = facts["references"]
        self.pseudo = facts["pseudo"]
        self.parameters = {
            name: [item.strip() for item in p["Default"].split(",")] if "List" in p["Type"] else p.get("Default")
            for name, p in template.get("Parameters", {}).items()
        }
        self.mappings = template.get("Mappings", {})
        self.conditions = template.get("Conditions", {})

    def holds(self, condition):
        if isinstance(condition, str):
            return self.holds(self.conditions[condition])
        (name, argument), = condition.items()
        return {
            "Condition": lambda: self.holds(argument),
            "Fn::Equals": lambda: str(self.value(argument[0])) == str(self.value(argument[1])),
            "Fn::Not": lambda: not self.holds(argument[0]),
            "Fn::And": lambda: all(self.holds(each) for each in argument),
            "Fn::Or": lambda: any(self.holds(each) for each in argument),
        }[name]()

    def ref(self, name):
        if name == "AWS::NoValue":
            return MISSING
        for known in (self.pseudo, self.parameters):
            if name in known:
                return known[name]
        # Deployments are generated under hashed names, and nothing that is compared depends on them.
        return self.references[name]["Ref"] if name in self.references else name

    def name(self, name):
        if name in self.pseudo or name in self.parameters or "." not in name:
            return str(self.ref(name))
        logical_id, attribute = name.split(".", 1)
        return self.references[logical_id][attribute]

    def sub(self, argument):
        text, variables = argument if isinstance(argument, list) else (argument, {})
        variables = {name: str(self.value(value)) for name, value in variables.items()}

        def replace(match):
            name = match.group(1)
            return "${" + name[1:] + "}" if name.startswith("!") else variables[name] if name in variables else self.name(name)

        return re.sub(r"\$\{([^}]+)\}", replace, text)

    def value(self, node):
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not MISSING]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (name, argument), = node.items()
            if name == "Ref":
                return self.ref(argument)
            if name == "Fn::GetAtt":
                parts = argument if isinstance(argument, list) else argument.split(".", 1)
                return self.references.get(parts[0], {}).get(parts[1], ".".join(parts))
            if name == "Fn::Sub":
                return self.sub(argument)
            if name == "Fn::If":
                return self.value(argument[1] if self.holds(argument[0]) else argument[2])
            if name == "Fn::Join":
                return argument[0].join(str(item) for item in self.value(argument[1]))
            if name == "Fn::Select":
                return self.value(argument[1])[int(argument[0])]
            if name == "Fn::Split":
                return self.value(argument[1]).split(argument[0])
            if name == "Fn::FindInMap":
                table, first, second = (self.value(key) for key in argument)
                return self.mappings[table][first][second]
        return {key: value for key, value in ((key, self.value(value)) for key, value in node.items()) if value is not MISSING}


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def authorizer_of(name, scopes, definition):
    if name is None or name == "NONE":
        return "NONE"
    if definition.get("x-amazon-apigateway-authtype") == "awsSigv4":
        return "AWS_IAM"
    authorizer = definition["x-amazon-apigateway-authorizer"]
    kind = authorizer["type"]
    common = {"name": name, "type": kind}
    if kind == "cognito_user_pools":
        return {**common, "pools": authorizer["providerARNs"], "header": definition["name"], "expression": authorizer.get("identityValidationExpression"), "scopes": scopes}
    if kind == "jwt":
        configuration = authorizer["jwtConfiguration"]
        return {**common, "issuer": configuration["issuer"], "audience": configuration["audience"], "source": authorizer["identitySource"], "scopes": scopes}
    sources = authorizer.get("identitySource", [])
    if kind == "token":
        sources = ["method.request.header." + definition["name"]]
    return {
        **common,
        "function": re.search(r"/functions/(.*)/invocations$", authorizer["authorizerUri"]).group(1),
        "credentials": authorizer.get("authorizerCredentials"),
        "sources": sources.split(", ") if isinstance(sources, str) else sources,
        # What API Gateway sets when the document says nothing.
        "seconds": authorizer.get("authorizerResultTtlInSeconds", 300 if sources else 0),
        "expression": authorizer.get("identityValidationExpression"),
        "format": authorizer.get("authorizerPayloadFormatVersion", "1.0"),
        "simple": authorizer.get("enableSimpleResponses", False),
    }


def routes_of(body, most_milliseconds):
    definitions = {**body.get("securityDefinitions", {}), **body.get("components", {}).get("securitySchemes", {})}
    for path, methods in body.get("paths", {}).items():
        for method, definition in methods.items():
            integration = definition["x-amazon-apigateway-integration"]
            name, scopes = next((pair for entry in definition.get("security", []) for pair in entry.items()), (None, []))
            yield {
                "method": "ANY" if method == "x-amazon-apigateway-any-method" else method.upper(),
                "path": path,
                "authorizer": authorizer_of(name, scopes, definitions.get(name, {})),
                "credentials": integration.get("credentials"),
                "function": None if integration["type"] == "mock" else re.search(r"/functions/(.*)/invocations$", integration["uri"]).group(1),
                "preflight": preflight_of(integration) if integration["type"] == "mock" else None,
                "timeout": integration.get("timeoutInMillis", most_milliseconds),
                "format": integration.get("payloadFormatVersion", "1.0"),
            }


def preflight_of(integration):
    """The literal values of the headers that a mock integration answers."""
    answer = integration["responses"]["default"]
    return {
        parameter.removeprefix("method.response.header.").lower(): re.fullmatch(r"'([^']*)'", value).group(1)
        for parameter, value in answer["responseParameters"].items()
    }


def api_of(properties, stages, logical_id):
    body = properties["Body"]
    policy = body.get("x-amazon-apigateway-policy")
    return {
        "stage": stages[logical_id],
        "routes": sorted(routes_of(body, 29000), key=lambda route: (route["path"], route["method"])),
        "policy": as_list(policy["Statement"]) if policy and policy.get("Statement") else None,
    }


def http_api_of(properties, stages, logical_id):
    body = properties["Body"]
    return {
        "stage": stages[logical_id],
        "routes": sorted(routes_of(body, 30000), key=lambda route: (route["path"], route["method"])),
        "cors": body.get("x-amazon-apigateway-cors"),
    }


def as_text(node):
    """Properties of user pools and identity pools, each scalar as a template spells it."""
    if isinstance(node, dict):
        return {key: as_text(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_text(item) for item in node]
    return str(node).lower() if isinstance(node, bool) else str(node)


def role_of(properties, attached):
    inline = {policy["PolicyName"]: policy["PolicyDocument"] for policy in properties.get("Policies") or []}
    return {
        "path": properties.get("Path", "/"),
        "trust": properties["AssumeRolePolicyDocument"],
        "managed": sorted(properties.get("ManagedPolicyArns") or []),
        "inline": {**inline, **attached},
        "boundary": properties.get("PermissionsBoundary"),
        "tags": {tag["Key"]: tag["Value"] for tag in properties.get("Tags") or []},
        "seconds": properties.get("MaxSessionDuration", 3600),
    }


def package(template):
    """What `sam package` does: code is in a bucket when the transform sees it."""
    globals_ = template.get("Globals", {}).get("Function", {})
    functions = [r.get("Properties", {}) for r in template["Resources"].values() if r["Type"] == "AWS::Serverless::Function"]
    for properties in [globals_, *functions]:
        if "CodeUri" in properties:
            properties["CodeUri"] = "s3://bucket/key"
    return template


def main():
    facts = json.load(sys.stdin)
    with open(sys.argv[1], encoding="utf-8") as file:
        source = package(yaml_parse(file.read()))
    template = Translator(get_bundled_managed_policy_map("aws"), Parser()).translate(source, {})
    evaluator = Evaluator(template, facts)
    created = {
        logical_id: resource
        for logical_id, resource in template["Resources"].items()
        if "Condition" not in resource or evaluator.holds(resource["Condition"])
    }

    def of(kind):
        return {
            logical_id: evaluator.value(resource.get("Properties", {}))
            for logical_id, resource in created.items()
            if resource["Type"] == kind
        }

    stages = {
        created[logical_id]["Properties"]["RestApiId"]["Ref"]: properties["StageName"]
        for logical_id, properties in of("AWS::ApiGateway::Stage").items()
    }
    http_stages = {
        created[logical_id]["Properties"]["ApiId"]["Ref"]: properties["StageName"]
        for logical_id, properties in of("AWS::ApiGatewayV2::Stage").items()
    }
    names = {facts["references"][logical_id]["Ref"]: logical_id for logical_id in of("AWS::IAM::Role")}
    attached = {logical_id: {} for logical_id in names.values()}
    for policy in of("AWS::IAM::Policy").values():
        for name in policy.get("Roles", []):
            attached[names[name]][policy["PolicyName"]] = policy["PolicyDocument"]
    json.dump(
        {
            "apis": {i: api_of(p, stages, i) for i, p in of("AWS::ApiGateway::RestApi").items()},
            "httpApis": {i: http_api_of(p, http_stages, i) for i, p in of("AWS::ApiGatewayV2::Api").items()},
            "cognito": {
                i: as_text(evaluator.value(r.get("Properties", {}))) for i, r in created.items() if r["Type"].startswith("AWS::Cognito::")
            },
            "roles": {i: role_of(p, attached[i]) for i, p in of("AWS::IAM::Role").items()},
            "functions": {
                i: {"role": p["Role"], "handler": p["Handler"], "runtime": p["Runtime"], "timeout": p.get("Timeout", 3),
                    "memory": p.get("MemorySize", 128), "environment": {k: str(v) for k, v in p.get("Environment", {}).get("Variables", {}).items()},
                    "tags": {tag["Key"]: str(tag["Value"]) for tag in p.get("Tags") or []}}
                for i, p in of("AWS::Lambda::Function").items()
            },
            "permissions": sorted(
                [p["FunctionName"].split(":")[-1], p["Principal"], p.get("SourceArn", "")]
                for p in of("AWS::Lambda::Permission").values()
                # Nothing local fires these events, so nothing local needs their permission.
                if p["Principal"] not in ("events.amazonaws.com", "scheduler.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com")
            ),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
