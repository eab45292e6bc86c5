"""Reads the APIs of a transformed template: their documents, and what resources add to them one by one."""
import documents
from documents import as_list, function_in
from grants import document
from resolver import names_in, text_of
from source import LOCAL_BUCKET, parse_file

REST_MILLISECONDS = 29000
HTTP_MILLISECONDS = 30000


class Apis:
    def __init__(self, template, resolver, created):
        self.resolver = resolver
        self.created = created
        self.rest = {i: r for i, r in created.items() if r["Type"] == "AWS::ApiGateway::RestApi"}
        self.second = {i: r for i, r in created.items() if r["Type"] == "AWS::ApiGatewayV2::Api"}

    def all(self):
        return {**{i: self.rest_api(i) for i in self.rest}, **{i: self.second_api(i) for i in self.second}}

    def properties(self, logical_id):
        return self.resolver.value(self.created[logical_id].get("Properties") or {})

    def raw(self, logical_id, name):
        return self.resolver.chosen((self.created[logical_id].get("Properties") or {}).get(name))

    def target(self, logical_id, name):
        """The resource of this template that a property refers to."""
        return next((target for target, _ in names_in(self.raw(logical_id, name)) if target in self.created), None)

    def of(self, kind, api_property, api):
        return [i for i, r in self.created.items() if r["Type"] == kind and self.target(i, api_property) == api]

    def body(self, properties):
        location = properties.get("BodyS3Location") or {}
        if location.get("Bucket") == LOCAL_BUCKET:
            # API Gateway reads the file itself: nothing evaluates functions in it.
            try:
                return self.with_variables(parse_file(location["Key"]) or {})
            except OSError:
                return {}
        return self.with_variables(properties.get("Body") or {})

    def with_variables(self, node):
        """API Gateway Developer Guide, "AWS variables for OpenAPI import": the import itself evaluates them, wherever they stand."""
        if isinstance(node, list):
            return [self.with_variables(item) for item in node]
        if isinstance(node, dict):
            return {key: self.with_variables(value) for key, value in node.items()}
        if isinstance(node, str):
            for name, value in self.resolver.pseudo.items():
                if isinstance(value, str):
                    node = node.replace("${" + name + "}", value)
        return node

    # REST APIs

    def rest_api(self, api):
        properties = self.properties(api)
        body = self.body(properties)
        policy = document(properties.get("Policy") or body.get("x-amazon-apigateway-policy"))
        routes = documents.routes_of(body, REST_MILLISECONDS)
        for method in self.of("AWS::ApiGateway::Method", "RestApiId", api):
            one = self.properties(method)
            path = self.path(self.target(method, "ResourceId"), api)
            if path is not None:
                routes[f"{text_of(one['HttpMethod']).upper()} {path}"] = self.method(method, one)
        return {
            "kind": "REST",
            "stages": self.stages("AWS::ApiGateway::Stage", "RestApiId", api, "AWS::ApiGateway::Deployment"),
            "routes": routes,
            "policy": as_list(policy.get("Statement")) if isinstance(policy, dict) and policy.get("Statement") else None,
            "private": "PRIVATE" in as_list((properties.get("EndpointConfiguration") or {}).get("Types")),
        }

    def path(self, resource, api):
        if resource == api or resource is None:
            return "/"
        if self.created[resource]["Type"] != "AWS::ApiGateway::Resource":
            return None
        parent = self.path(self.target(resource, "ParentId"), api)
        return None if parent is None else parent.rstrip("/") + "/" + text_of(self.properties(resource)["PathPart"])

    def method(self, logical_id, properties):
        integration = {key[0].lower() + key[1:]: value for key, value in (properties.get("Integration") or {}).items()}
        integration["responses"] = {
            str(index): {"responseParameters": answer.get("ResponseParameters")} for index, answer in enumerate(as_list(integration.get("integrationResponses")))
        }
        return {
            "authorizer": self.rest_authorizer(logical_id, properties),
            "key": properties.get("ApiKeyRequired", False),
            **documents.integration_of(integration, REST_MILLISECONDS),
        }

    def rest_authorizer(self, method, properties):
        kind = properties.get("AuthorizationType", "NONE")
        if kind in ("NONE", "AWS_IAM"):
            return kind
        target = self.target(method, "AuthorizerId")
        if target is None:
            return {"type": "undefined"}
        one = self.properties(target)
        header = text_of(one.get("IdentitySource", "")).removeprefix("method.request.header.")
        common = {"name": one.get("Name"), "type": text_of(one.get("Type")).lower()}
        if common["type"] == "cognito_user_pools":
            return {
                **common,
                "pools": as_list(one.get("ProviderARNs")),
                "header": header,
                "expression": one.get("IdentityValidationExpression"),
                "scopes": properties.get("AuthorizationScopes") or [],
            }
        return documents.decides(common, {key[0].lower() + key[1:]: value for key, value in one.items()}, header)

    # HTTP and WebSocket APIs

    def second_api(self, api):
        properties = self.properties(api)
        body = self.body(properties)
        routes = documents.routes_of(body, HTTP_MILLISECONDS)
        quick = properties.get("Target")
        if quick is not None:
            routes[properties.get("RouteKey", "$default")] = {"authorizer": "NONE", "key": False, **self.quick(quick, properties)}
        for route in self.of("AWS::ApiGatewayV2::Route", "ApiId", api):
            one = self.properties(route)
            routes[one["RouteKey"]] = {
                "authorizer": self.second_authorizer(route, one),
                "key": one.get("ApiKeyRequired", False),
                **self.integration(self.target(route, "Target")),
            }
        stages = self.stages("AWS::ApiGatewayV2::Stage", "ApiId", api, "AWS::ApiGatewayV2::Deployment")
        cors = body.get("x-amazon-apigateway-cors") or {key[0].lower() + key[1:]: value for key, value in (properties.get("CorsConfiguration") or {}).items()}
        return {
            "kind": "WEBSOCKET" if properties.get("ProtocolType") == "WEBSOCKET" else "HTTP",
            "stages": sorted({*stages, "$default"}) if quick is not None else stages,
            "routes": routes,
            "cors": cors or None,
        }

    @staticmethod
    def quick(target, properties):
        integration = {"type": "aws_proxy" if function_in(target) else "http_proxy", "uri": target, "credentials": properties.get("CredentialsArn"), "payloadFormatVersion": "2.0"}
        return documents.integration_of(integration, HTTP_MILLISECONDS)

    def integration(self, logical_id):
        one = self.properties(logical_id) if logical_id else {}
        return documents.integration_of(
            {
                "type": one.get("IntegrationType", "none"),
                "uri": one.get("IntegrationUri", ""),
                "credentials": one.get("CredentialsArn"),
                "timeoutInMillis": one.get("TimeoutInMillis", HTTP_MILLISECONDS),
                "payloadFormatVersion": one.get("PayloadFormatVersion", "1.0"),
            },
            HTTP_MILLISECONDS,
        )

    def second_authorizer(self, route, properties):
        kind = properties.get("AuthorizationType", "NONE")
        if kind in ("NONE", "AWS_IAM"):
            return kind
        target = self.target(route, "AuthorizerId")
        if target is None:
            return {"type": "undefined"}
        one = self.properties(target)
        common = {"name": one.get("Name"), "type": text_of(one.get("AuthorizerType")).lower()}
        if common["type"] == "jwt":
            configuration = one.get("JwtConfiguration") or {}
            return documents.jwt(
                common, {"issuer": configuration.get("Issuer"), "audience": configuration.get("Audience")}, one.get("IdentitySource"),
                properties.get("AuthorizationScopes") or [])
        return documents.decides(
            common,
            {
                "identitySource": one.get("IdentitySource"),
                "authorizerUri": one.get("AuthorizerUri"),
                **({"authorizerResultTtlInSeconds": one["AuthorizerResultTtlInSeconds"]} if "AuthorizerResultTtlInSeconds" in one else {"authorizerResultTtlInSeconds": 0}),
                "authorizerPayloadFormatVersion": one.get("AuthorizerPayloadFormatVersion", "1.0"),
                "enableSimpleResponses": one.get("EnableSimpleResponses", False),
                "authorizerCredentials": one.get("AuthorizerCredentialsArn"),
            },
            "")

    def stages(self, kind, api_property, api, deployment):
        names = {text_of(self.properties(i).get("StageName", "default")) for i in self.of(kind, api_property, api)}
        # The stage "Stage", which the transform's deployments leave behind, is nobody's.
        names |= {text_of(name) for name in (self.properties(i).get("StageName") for i in self.of(deployment, api_property, api)) if name and name != "Stage"}
        return sorted(names)
