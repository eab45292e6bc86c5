"""Evaluates intrinsic functions as CloudFormation does, on its own terms: nothing of the code under test is used but the physical ids, which nobody can know."""
import base64
import json
import re

MISSING = object()

# Stands in a text for what nobody knows before a deployment; what it is compared with may have anything in its place.
UNKNOWN = "\u2047"


def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def known(value):
    """Dynamic references are taken from where they point to only when the stack is deployed."""
    return re.sub(r"\{\{resolve:[^}]*\}\}", UNKNOWN, value) if isinstance(value, str) else value


class Resolver:
    def __init__(self, template, parameters, pseudo, references):
        self.references = references
        self.pseudo = pseudo
        self.parameters = {}
        for name, parameter in (template.get("Parameters") or {}).items():
            self.parameters[name] = self.parameter(parameter, parameters.get(name))
        self.mappings = template.get("Mappings") or {}
        self.conditions = template.get("Conditions") or {}
        self.known = {}

    @staticmethod
    def parameter(parameter, given):
        kind = str(parameter.get("Type"))
        if kind.startswith("AWS::SSM::Parameter::Value"):
            value = UNKNOWN
        else:
            value = text_of(given if given is not None else parameter.get("Default", ""))
        return [item.strip() for item in value.split(",")] if "List" in kind else value

    def holds(self, condition):
        if isinstance(condition, str):
            if condition not in self.known:
                self.known[condition] = self.holds(self.conditions[condition]) if condition in self.conditions else True
            return self.known[condition]
        if isinstance(condition, bool):
            return condition
        (name, argument), = condition.items()
        return {
            "Condition": lambda: self.holds(argument),
            "Fn::Equals": lambda: text_of(self.value(argument[0])) == text_of(self.value(argument[1])),
            "Fn::Not": lambda: not self.holds(argument[0]),
            "Fn::And": lambda: all([self.holds(each) for each in argument]),
            "Fn::Or": lambda: any([self.holds(each) for each in argument]),
            "Fn::Contains": lambda: text_of(self.value(argument[1])) in [text_of(item) for item in self.value(argument[0])],
        }[name]()

    def ref(self, name):
        if name == "AWS::NoValue":
            return MISSING
        for values in (self.pseudo, self.parameters):
            if name in values:
                return values[name]
        return self.attribute(name, "Ref")

    def attribute(self, logical_id, attribute):
        value = self.references.get(logical_id, {}).get(attribute)
        return UNKNOWN if value is None else value

    def sub(self, argument):
        text, variables = argument if isinstance(argument, list) else (argument, {})
        text = text_of(self.value(text))
        variables = {name: self.value(value) for name, value in variables.items()}

        def replace(match):
            name = match.group(1)
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            name = name.strip()
            if name in variables:
                return text_of(variables[name])
            if name in self.pseudo or name in self.parameters or "." not in name:
                value = self.ref(name)
                return "" if value is MISSING else ",".join(value) if isinstance(value, list) else text_of(value)
            return text_of(self.attribute(*name.split(".", 1)))

        return re.sub(r"\$\{([^}]+)\}", replace, text)

    def find_in_map(self, argument):
        default = argument[3].get("DefaultValue", MISSING) if len(argument) > 3 else MISSING
        table, first, second = (self.value(key) for key in argument[:3])
        found = self.mappings.get(text_of(table), {}).get(text_of(first), {}).get(text_of(second), MISSING)
        return self.value(found) if found is not MISSING else self.value(default) if default is not MISSING else UNKNOWN

    def select(self, argument):
        items, index = self.value(argument[1]), text_of(self.value(argument[0]))
        if isinstance(items, str):
            items = UNKNOWN if UNKNOWN in items else items.split(",")
        if items == UNKNOWN or not index.isdigit():
            return UNKNOWN
        return items[int(index)] if int(index) < len(items) else UNKNOWN

    def split(self, argument):
        text = self.value(argument[1])
        # What is unknown may have any number of parts.
        return UNKNOWN if UNKNOWN in text_of(text) else text_of(text).split(argument[0])

    def join(self, argument):
        items = self.value(argument[1])
        return text_of(argument[0]).join(text_of(item) for item in (items if isinstance(items, list) else [items]))

    def get_att(self, argument):
        parts = argument if isinstance(argument, list) else argument.split(".", 1)
        return self.attribute(parts[0], ".".join(text_of(self.value(part)) for part in parts[1:]))

    def known_function(self, name, argument):
        functions = {
            "Ref": lambda: self.ref(argument),
            "Fn::GetAtt": lambda: self.get_att(argument),
            "Fn::Sub": lambda: self.sub(argument),
            "Fn::If": lambda: self.value(argument[1] if self.holds(argument[0]) else argument[2]),
            "Fn::Join": lambda: self.join(argument),
            "Fn::Select": lambda: self.select(argument),
            "Fn::Split": lambda: self.split(argument),
            "Fn::FindInMap": lambda: self.find_in_map(argument),
            "Fn::Base64": lambda: base64.b64encode(text_of(self.value(argument)).encode()).decode(),
            "Fn::ToJsonString": lambda: json.dumps(self.value(argument), separators=(",", ":")),
            "Fn::Length": lambda: len(self.value(argument)),
            "Fn::ImportValue": lambda: UNKNOWN,
            "Fn::GetAZs": lambda: [UNKNOWN] * 6,
            "Fn::Cidr": lambda: [UNKNOWN] * 16,
            "Fn::Transform": lambda: UNKNOWN,
            "Fn::GetStackOutput": lambda: UNKNOWN,
        }
        return functions.get(name)

    def value(self, node):
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not MISSING]
        if isinstance(node, str):
            return known(node)
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (name, argument), = node.items()
            function = self.known_function(name, argument)
            if function:
                return known(function())
        # A null is no property.
        return {key: value for key, value in ((key, self.value(value)) for key, value in node.items()) if value is not MISSING and value is not None}

    def chosen(self, node):
        """The node behind conditions, with its other functions as they are."""
        while isinstance(node, dict) and len(node) == 1 and "Fn::If" in node:
            condition, yes, no = node["Fn::If"]
            node = yes if self.holds(condition) else no
        return node


def names_in(node):
    """The logical ids that a node refers to, in its order, with the attribute of each."""
    if isinstance(node, list):
        for item in node:
            yield from names_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref" and isinstance(value, str):
                yield value, "Ref"
            elif key == "Fn::GetAtt":
                parts = value if isinstance(value, list) else value.split(".", 1) if isinstance(value, str) else []
                if all(isinstance(part, str) for part in parts) and len(parts) > 1:
                    yield parts[0], ".".join(parts[1:])
            elif key == "Fn::Sub":
                text, variables = value if isinstance(value, list) and len(value) == 2 else (value, {})
                if isinstance(text, str):
                    for name in re.findall(r"\$\{([^!}][^}]*)\}", text):
                        if isinstance(variables, dict) and name.strip() in variables:
                            continue
                        yield (name.strip(), "Ref") if "." not in name else tuple(name.strip().split(".", 1))
                yield from names_in(variables)
            else:
                yield from names_in(value)
