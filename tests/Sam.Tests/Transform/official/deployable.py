"""Tells templates that the transform takes and that AWS refuses all the same, by what they say in literal text: nobody could have deployed them."""
import re

from documents import as_list
from resolver import names_in

FUNCTIONS = re.compile(r"Fn::(Base64|Cidr|FindInMap|GetAtt|GetAZs|GetStackOutput|If|ImportValue|Join|Length|Select|Split|Sub|ToJsonString|Transform|And|Equals|Not|Or)$")
ROLES = ("Role", "FunctionInvokeRole", "InvokeRole", "AuthorizerCredentialsArn")


def why_not(template):
    """The first reason why the template cannot be deployed; None when there is none here."""
    return next(reasons(template), None)


def reasons(template):
    yield from dangling(template)
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties") or {}
        for problem in [*of_any(properties), *RULES.get(resource["Type"], nothing)(properties)]:
            yield f"{name} {problem}"


def inside(node):
    """Every list and map in a node, itself first."""
    if isinstance(node, (list, dict)):
        yield node
        for item in node.values() if isinstance(node, dict) else node:
            yield from inside(item)


def dangling(template):
    """A name that nothing has, a condition that nobody declares: refused before anything is deployed."""
    resources, conditions, outputs = template["Resources"], template.get("Conditions") or {}, template.get("Outputs") or {}
    names = {*resources, *(template.get("Parameters") or {})}
    for where, node, is_resource in [*((i, r, True) for i, r in resources.items()), *((i, o, False) for i, o in outputs.items())]:
        if not isinstance(node, dict) or is_resource and not isinstance(node.get("Type"), str):
            yield f"{where} has no type"
            return
        content = node.get("Properties") if is_resource else node
        for name, _ in names_in(content):
            if name not in names and not name.startswith("AWS::"):
                yield f"{where} refers to {name}"
        asked = [one["Fn::If"][0] for one in inside(content) if isinstance(one, dict) and isinstance(one.get("Fn::If"), list)]
        for name in [*asked, *as_list(node.get("Condition"))]:
            if isinstance(name, str) and name not in conditions:
                yield f"{where} asks for the condition {name}"
        for name in as_list(node.get("DependsOn")) if is_resource else []:
            if name not in resources:
                yield f"{where} depends on {name}"
    for name, condition in conditions.items():
        if not isinstance(condition, dict):
            yield f"{name} is no condition"


def of_any(properties):
    for node in inside(properties):
        if isinstance(node, list) and None in node:
            yield "has a null in a list"
        if isinstance(node, dict):
            for key, value in node.items():
                if len(node) == 1 and key.startswith("Fn::") and not FUNCTIONS.match(key):
                    yield f"calls {key}"
                if key in ROLES and isinstance(value, str) and value not in ("NONE", "CALLER_CREDENTIALS") and not re.match(r"arn:aws[a-z-]*:iam::", value):
                    yield f"has the role {value}"


def policy(document, is_of_api):
    for statement in as_list(document.get("Statement")) if isinstance(document, dict) else []:
        if not isinstance(statement, dict) or "Fn::If" in statement:
            continue
        if "Effect" not in statement or is_of_api and not {"Principal", "NotPrincipal"} & set(statement):
            yield "has a statement without Effect or Principal"
        if not {"Resource", "NotResource"} & set(statement):
            yield "has a statement without Resource"
        for resource in as_list(statement.get("Resource")):
            if isinstance(resource, str) and resource != "*" and not resource.startswith(("arn:", "execute-api:") if is_of_api else ("arn:", "{{resolve")):
                yield f"has the resource {resource}"
        principal = statement.get("Principal")
        for who in as_list(principal.get("AWS")) if isinstance(principal, dict) else []:
            if isinstance(who, (str, int)) and re.fullmatch(r"\d+", str(who)) and len(str(who)) != 12:
                yield f"has the principal {who}"


def role(properties):
    path = properties.get("Path", "/")
    if isinstance(path, str) and not re.fullmatch(r"/|/.*/", path):
        yield f"has the path {path}"
    for arn in as_list(properties.get("ManagedPolicyArns")):
        if isinstance(arn, str) and arn.startswith("arn:") and not re.match(r"arn:aws[a-z-]*:", arn):
            yield f"has the policy {arn}"
    for one in as_list(properties.get("Policies")):
        yield from policy(one.get("PolicyDocument"), False) if isinstance(one, dict) else ()


def managed_policy(properties):
    document = properties.get("PolicyDocument")
    if isinstance(document, dict) and "Statement" not in document:
        yield "has an empty policy"
    else:
        yield from policy(document, False)


def rest_api(properties):
    body = properties.get("Body")
    if isinstance(body, dict) and body and not any(key.startswith("Fn::") for key in body):
        if "swagger" not in body and not str(body.get("openapi", "")).startswith("3"):
            yield "has a document that is neither Swagger nor OpenAPI 3"
        yield from policy(body.get("x-amazon-apigateway-policy"), True)
        for path in body.get("paths") or {}:
            if re.search(r"\+\+\}", path):
                yield f"has the path {path}"
    yield from policy(properties.get("Policy"), True)


def second_api(properties):
    if not {"Body", "BodyS3Location", "ProtocolType"} & set(properties):
        yield "has no protocol"


def function(properties):
    for name in ("Code", "Role"):
        if name not in properties:
            yield f"has no {name}"


def nothing(_):
    return ()


RULES = {
    "AWS::IAM::Role": role,
    "AWS::IAM::ManagedPolicy": managed_policy,
    "AWS::IAM::Policy": lambda properties: policy(properties.get("PolicyDocument"), False),
    "AWS::ApiGateway::RestApi": rest_api,
    "AWS::ApiGatewayV2::Api": second_api,
    "AWS::Lambda::Function": function,
}
