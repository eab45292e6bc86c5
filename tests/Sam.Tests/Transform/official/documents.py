"""Reads the routes of an API's OpenAPI document as API Gateway imports it."""
import re

from resolver import text_of

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "any", "x-amazon-apigateway-any-method")


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def function_in(uri):
    """The function that an integration or authorizer calls, as its ARN; None when it calls something else."""
    uri = text_of(uri)
    called = re.search(r"/functions/(.*?)/(?:response-streaming-)?invocations", uri)
    if called:
        return called.group(1)
    return uri if re.match(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:", uri) else None


def scheme(name, scopes, definitions):
    """An authorizer of the document, by the name that an operation's security gives."""
    definition = definitions.get(name)
    if definition is None:
        return {"name": name, "type": "undefined"}
    if definition.get("x-amazon-apigateway-authtype") == "awsSigv4":
        return "AWS_IAM"
    authorizer = definition.get("x-amazon-apigateway-authorizer") or {}
    kind = text_of(authorizer.get("type", "")).lower()
    common = {"name": name, "type": kind}
    if kind == "cognito_user_pools":
        return {
            **common,
            "pools": as_list(authorizer.get("providerARNs")),
            "header": definition.get("name"),
            "expression": authorizer.get("identityValidationExpression"),
            "scopes": scopes,
        }
    if kind == "jwt":
        return jwt(common, authorizer.get("jwtConfiguration") or {}, authorizer.get("identitySource"), scopes)
    if kind in ("token", "request"):
        return decides(common, authorizer, definition.get("name"))
    return common


def jwt(common, configuration, source, scopes):
    return {**common, "issuer": configuration.get("issuer"), "audience": as_list(configuration.get("audience")), "source": as_list(source), "scopes": scopes}


def decides(common, authorizer, header):
    sources = authorizer.get("identitySource") or []
    if common["type"] == "token":
        sources = ["method.request.header." + header]
    sources = [source.strip() for source in sources.split(",")] if isinstance(sources, str) else sources
    return {
        **common,
        "function": function_in(authorizer.get("authorizerUri")),
        "sources": sources,
        # What API Gateway sets when the document says nothing.
        "seconds": authorizer.get("authorizerResultTtlInSeconds", 300 if sources else 0),
        "expression": authorizer.get("identityValidationExpression"),
        "format": authorizer.get("authorizerPayloadFormatVersion", "1.0"),
        "simple": authorizer.get("enableSimpleResponses", False),
        "credentials": authorizer.get("authorizerCredentials"),
    }


def security(operation, definitions):
    """Who authorizes an operation, and whether it asks for an API key."""
    named = [pair for entry in as_list(operation.get("security")) if isinstance(entry, dict) for pair in entry.items()]
    keys = [name for name, _ in named if is_key(definitions.get(name))]
    others = [(name, scopes) for name, scopes in named if name not in keys and name != "NONE"]
    if text_of((operation.get("x-amazon-apigateway-auth") or {}).get("type", "")).upper() == "AWS_IAM":
        return "AWS_IAM", bool(keys)
    return (scheme(others[0][0], others[0][1] or [], definitions) if others else "NONE"), bool(keys)


def is_key(definition):
    return (
        isinstance(definition, dict)
        and definition.get("type") == "apiKey"
        and "x-amazon-apigateway-authtype" not in definition
        and "x-amazon-apigateway-authorizer" not in definition
    )


def integration_of(integration, most_milliseconds):
    kind = text_of(integration.get("type", "none")).lower()
    function = function_in(integration.get("uri", "")) if kind in ("aws", "aws_proxy") else None
    return {
        "integration": kind,
        "function": function,
        "uri": None if function or kind == "mock" else integration.get("uri"),
        "credentials": integration.get("credentials"),
        "preflight": preflight_of(integration) if kind == "mock" else None,
        "timeout": integration.get("timeoutInMillis", most_milliseconds) if function else None,
        "format": integration.get("payloadFormatVersion", "1.0") if function else None,
    }


def preflight_of(integration):
    """The literal values of the headers that a mock integration answers a browser with."""
    headers = {}
    for answer in (integration.get("responses") or {}).values():
        for parameter, value in (answer.get("responseParameters") or {}).items():
            name = parameter.removeprefix("method.response.header.").lower()
            if name.startswith("access-control-"):
                literal = re.fullmatch(r"'([^']*)'", text_of(value))
                headers[name] = literal.group(1) if literal else text_of(value)
    return headers or None


def routes_of(body, most_milliseconds):
    components = body.get("components") or {}
    definitions = {**(body.get("securityDefinitions") or {}), **(components.get("securitySchemes") or {})}
    shared = components.get("x-amazon-apigateway-integrations") or {}
    routes = {}
    for path, methods in (body.get("paths") or {}).items():
        for method, operation in (methods or {}).items():
            if method.lower() not in METHODS:
                continue
            operation = operation or {}
            integration = operation.get("x-amazon-apigateway-integration") or {}
            if "$ref" in integration:
                integration = shared.get(integration["$ref"].split("/")[-1]) or {}
            authorizer, key = security(operation, definitions)
            method = "ANY" if method.endswith("any-method") or method == "any" else method.upper()
            key_of_route = "$default" if path_of(path) == "$default" else f"{method} {path_of(path)}"
            routes[key_of_route] = {"authorizer": authorizer, "key": key, **integration_of(integration, most_milliseconds)}
    return routes


def path_of(path):
    return "$default" if path in ("/$default", "$default") else path if path.startswith("/") else "/" + path
