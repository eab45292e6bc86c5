"""Reads who may do what from a transformed template: roles, users, groups, functions, and who may call them."""
import json
import re

from documents import as_list
from resolver import UNKNOWN, text_of

# Nothing local fires these events, so nothing local needs their permission.
CALLERS = ("apigateway.amazonaws.com",)


# What CloudFormation makes up when the template gives none.
NAMED = {"AWS::Cognito::UserPool": ["UserPoolName"], "AWS::Cognito::UserPoolClient": ["ClientName"], "AWS::Cognito::IdentityPool": ["IdentityPoolName"]}


def document(policy):
    """A policy; one that is written as JSON in a text is what that says."""
    if isinstance(policy, str) and policy.lstrip().startswith("{"):
        try:
            return json.loads(policy)
        except ValueError:
            pass
    return policy


class Grants:
    def __init__(self, resolver, created):
        self.resolver = resolver
        self.created = created

    def of(self, *kinds):
        return {i: self.resolver.value(r.get("Properties") or {}) for i, r in self.created.items() if r["Type"] in kinds}

    def attached(self, holder, logical_id, properties):
        """The policies that other resources attach to one of them: inline by name, and managed ones."""
        name, plural = self.resolver.attribute(logical_id, "Ref"), holder + "s"

        def names(values):
            return [text_of(value) for value in as_list(values)]

        inline = {p["PolicyName"]: document(p["PolicyDocument"]) for p in self.of("AWS::IAM::Policy").values() if name in names(p.get(plural))}
        inline |= {p["PolicyName"]: document(p.get("PolicyDocument")) for p in self.of(f"AWS::IAM::{holder}Policy").values() if p.get(f"{holder}Name") == name}
        managed = [
            self.resolver.attribute(i, "Ref") for i, p in self.of("AWS::IAM::ManagedPolicy").items() if name in names(p.get(plural))
        ]
        return (
            {**{policy["PolicyName"]: document(policy.get("PolicyDocument")) for policy in as_list(properties.get("Policies"))}, **inline},
            sorted({*(text_of(arn) for arn in as_list(properties.get("ManagedPolicyArns"))), *managed}),
        )

    def role(self, logical_id, properties):
        inline, managed = self.attached("Role", logical_id, properties)
        return {
            "path": properties.get("Path", "/"),
            "trust": document(properties.get("AssumeRolePolicyDocument")),
            "managed": managed,
            "inline": inline,
            "boundary": properties.get("PermissionsBoundary"),
            "tags": {tag["Key"]: tag["Value"] for tag in properties.get("Tags") or []},
            "seconds": properties.get("MaxSessionDuration", 3600),
        }

    def roles(self):
        return {i: self.role(i, p) for i, p in self.of("AWS::IAM::Role").items()}

    def functions(self):
        return {
            i: {
                "role": p.get("Role"),
                "handler": p.get("Handler"),
                "runtime": p.get("Runtime"),
                "timeout": p.get("Timeout", 3),
                "memory": p.get("MemorySize", 128),
                "environment": (p.get("Environment") or {}).get("Variables") or {},
                "tags": {tag["Key"]: tag.get("Value", "") for tag in p.get("Tags") or []},
            }
            for i, p in self.of("AWS::Lambda::Function").items()
        }

    def permissions(self):
        return [
            [text_of(p.get("FunctionName")).split(":function:")[-1], re.sub("^arn:aws:iam::([0-9]{12}):root$", r"\1", text_of(p.get("Principal"))), p.get("SourceArn", "")]
            for p in self.of("AWS::Lambda::Permission").values()
            if (".amazon" not in text_of(p.get("Principal")) or p.get("Principal") in CALLERS) and self.is_function(text_of(p.get("FunctionName")))
        ]

    def is_function(self, name):
        """Whether it may be one of the template's; nobody here has any other."""
        base = name.split(":function:")[-1].split(":")[0]
        return UNKNOWN in name or base in [text_of(self.resolver.attribute(i, "Ref")) for i in self.of("AWS::Lambda::Function")]

    def cognito(self):
        return {
            i: {**{name: UNKNOWN for name in NAMED.get(r["Type"], [])}, **self.resolver.value(r.get("Properties") or {})}
            for i, r in self.created.items()
            if r["Type"].startswith("AWS::Cognito::")
        }
