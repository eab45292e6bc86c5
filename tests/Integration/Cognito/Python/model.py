"""Holds each answer of cognito-idp against botocore's model of the operation: what boto3 does not know it drops without a word."""

import json
import re

# Errors that any operation may give: API Reference, "Common Errors".
COMMON = {
    "AccessDeniedException", "IncompleteSignature", "IncompleteSignatureException", "InternalFailure", "InvalidSignatureException", "MissingAuthenticationTokenException",
    "SerializationException", "ThrottlingException", "UnknownOperationException", "UnrecognizedClientException", "ValidationException",
}

# Where AWS's answers are known to be longer than its model says, or made of more letters.
LOOSER = {"phone_number_verified", "Import Job Completed Successfully.", "The user import job has been stopped."}

# Members that AWS was captured to answer with in September 2026 (radkawar/stackd), and that an older botocore does not know.
NEWER = {"CreateUserPool.UserPool.IssuerConfiguration", "CreateUserPool.UserPool.KeyConfiguration", "DescribeUserPool.UserPool.IssuerConfiguration", "DescribeUserPool.UserPool.KeyConfiguration"}


class Witness:
    """Sees every answer of a client, and collects what its model does not have."""

    def __init__(self, client):
        self.service = client.meta.service_model
        self.answered = set()
        self.refused = {}
        self.problems = []
        client.meta.events.register("after-call.cognito-idp", self.see)

    def see(self, http_response, model, **_):
        body = json.loads(http_response.content or b"{}")
        if http_response.status_code < 300:
            self.answered.add(model.name)
            self.compare(model.output_shape, body, model.name)
            return
        error = body["__type"]
        self.refused.setdefault(model.name, set()).add(error)
        if error not in COMMON and error not in {shape.name for shape in model.error_shapes}:
            self.problems.append(f"{model.name} is refused with {error}, which its model does not have")
        if not body.get("message"):
            self.problems.append(f"{model.name} is refused with {error} and no message")
        if http_response.status_code != 400 or http_response.headers.get("x-amzn-ErrorType") != error + ":":
            self.problems.append(f"{model.name}: the error's status or header differs from its body")

    def compare(self, shape, value, path):
        if shape and getattr(shape, "is_document_type", False):
            return
        kind = shape.type_name if shape else "structure"
        known = {
            "structure": dict, "map": dict, "list": list, "string": str, "boolean": bool, "integer": int, "long": int, "timestamp": (int, float), "blob": str,
        }
        if not isinstance(value, known[kind]) or (isinstance(value, bool) and kind != "boolean"):
            self.problems.append(f"{path} is no {kind}: {type(value).__name__}")
        elif kind == "structure" and not (shape and shape.is_document_type):
            members = shape.members if shape else {}
            for name, member in value.items():
                if name in members:
                    self.compare(members[name], member, f"{path}.{name}")
                elif f"{path}.{name}" not in NEWER:
                    self.problems.append(f"{path}.{name} is not in the model")
            for name in (shape.required_members if shape else []):
                if name not in value:
                    self.problems.append(f"{path}.{name} is missing")
        elif kind == "map":
            for name, member in value.items():
                self.compare(shape.value, member, f"{path}.{name}")
        elif kind == "list":
            for member in value:
                self.compare(shape.member, member, f"{path}[]")
        elif kind == "string":
            self.compare_text(shape, value, path)

    def compare_text(self, shape, value, path):
        limits = shape.metadata
        if value in LOOSER:
            return
        if limits.get("enum") and value not in limits["enum"]:
            self.problems.append(f"{path} is none of {limits['enum']}: {value}")
        if not limits.get("min", 0) <= len(value) <= limits.get("max", len(value)):
            self.problems.append(f"{path} has {len(value)} characters")
        pattern = limits.get("pattern")
        # Python's expressions have no \p{...}.
        if pattern and "\\p{" not in pattern and not re.fullmatch(pattern, value):
            self.problems.append(f"{path} does not fit {pattern}")


def smallest(shape):
    """The least that an operation takes."""
    kind = shape.type_name
    if kind == "structure":
        return {name: smallest(shape.members[name]) for name in shape.required_members}
    if kind in ("list", "map"):
        return [] if kind == "list" else {}
    if kind == "string":
        limits = shape.metadata
        return limits["enum"][0] if limits.get("enum") else ("us-east-1_" + "a" * 9 if "_[0-9a-zA-Z]+" in limits.get("pattern", "") else "a" * max(limits.get("min", 1), 1))
    return {"boolean": False, "integer": 1, "long": 1}[kind]
