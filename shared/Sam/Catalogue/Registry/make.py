"""Makes resource-types.txt beside it: every type of resource that CloudFormation and SAM have, what Ref gives, its ARN, and its attributes.

The facts are AWS's own:

* the schemas of CloudFormation's registry, as the package cfn-lint carries them (pip install cfn-lint): names of types, their attributes (readOnlyProperties, and
  for some types all properties), and what identifies a resource (primaryIdentifier), which is what Ref gives;
* the Service Reference ("Simplified AWS service information for programmatic access", Service Authorization Reference) for ARNs: one folder with a JSON document a
  service, such as a copy of the repository dgwhited/servicereference;
* the pages of the CloudFormation User Guide (repository awsdocs/aws-cloudformation-user-guide, the folder doc_source of commit 6c68a17a), section "Ref" of each
  type, where a type is older than the registry;
* forms.txt beside this, written by hand from the same pages, wins over all of them.

Nothing is downloaded here, or in any test: get them first, then

    python3 make.py REFERENCE PAGES --reference-date 2026-08-22
"""

import argparse
import importlib
import importlib.metadata
import json
import pathlib
import pkgutil
import re

import cfnlint.data.schemas.providers as providers
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

# Services whose prefix in ARNs is not their name in types, in lower case.
PREFIXES = {
    "amazonmq": "mq", "apigatewayv2": "apigateway", "certificatemanager": "acm", "cognito": "cognito-idp", "connectcampaignsv2": "connect-campaigns",
    "customerprofiles": "profile", "directoryservice": "ds", "docdb": "rds", "efs": "elasticfilesystem", "elasticloadbalancingv2": "elasticloadbalancing",
    "elasticsearch": "es", "emr": "elasticmapreduce", "eventschemas": "schemas", "greengrassv2": "greengrass", "healthimaging": "medical-imaging",
    "inspector": "inspector", "inspectorv2": "inspector2", "iotcoredeviceadvisor": "iotdeviceadvisor", "kinesisanalyticsv2": "kinesisanalytics",
    "kinesisfirehose": "firehose", "location": "geo", "macie": "macie2", "msk": "kafka", "mwaa": "airflow", "mwaaserverless": "airflow-serverless",
    "neptune": "rds", "opensearchserverless": "aoss", "opensearchservice": "es", "pinpoint": "mobiletargeting", "pinpointemail": "ses",
    "route53recoverycontrol": "route53-recovery-control", "servicecatalogappregistry": "servicecatalog", "stepfunctions": "states", "systemsmanagersap": "ssm-sap",
    "workspacesthinclient": "thinclient", "lakeformation": "lakeformation", "wafregional": "waf-regional", "ses": "ses", "codestarconnections": "codestar-connections",
}


def squeeze(text):
    return re.sub(r"[^a-z0-9]", "", text.lower())


class Reference:
    """The ARNs of the Service Reference, by service and resource."""

    def __init__(self, folder):
        self.services = {}
        for file in sorted(pathlib.Path(folder).glob("*/*.json")):
            document = json.loads(file.read_text())
            if isinstance(document, dict):
                self.services[document["Name"]] = {squeeze(r["Name"]): r["ARNFormats"] for r in document.get("Resources", [])}
        self.by_name = {squeeze(name): name for name in self.services}

    def prefix(self, service):
        lower = service.lower()
        return PREFIXES.get(lower) or self.by_name.get(lower)

    def arn(self, service, kind, schema, id_form):
        """The ARN of a kind without 'arn:aws:', with our placeholders, or ''."""
        prefix = self.prefix(service)
        resources = self.services.get(prefix, {})
        short = squeeze(kind)
        names = [short, short.removesuffix("v2"), squeeze(prefix or "") + short]
        found = next((resources[name] for name in names if name in resources), None)
        if found is None and prefix:
            # A kind that the reference calls by the last word, or with one word less, such as DBCluster and cluster.
            near = [name for name in resources if len(name) > 4 and (short.endswith(name) or name.endswith(short))]
            found = resources[near[0]] if len(near) == 1 else None
        return self.form(found[0], schema, id_form) if found else ""

    @staticmethod
    def form(arn, schema, id_form):
        parts = arn.removeprefix("arn:${Partition}:")
        parts = parts.replace("${Region}", "{region}").replace("${Account}", "{account}")
        if parts.startswith(("arn:", "${")):
            return ""
        holes = re.findall(r"\$\{(\w+)\}", parts)
        properties = schema.get("properties", {})
        for at, hole in enumerate(holes):
            form = next(("{~%s}" % name for name in (hole, re.sub("(Name|Id|Arn)$", "", hole)) if name in properties and name not in read_only(schema)), id_form)
            if at == len(holes) - 1:
                form = "{name}" if name_property(schema) and not hole.endswith(("Id", "Uuid", "UUID", "ID")) else id_form
            parts = parts.replace("${%s}" % hole, form, 1)
        return parts


def single(schema):
    """The property that identifies a resource, when it is one."""
    names = schema.get("primaryIdentifier", [])
    return names[0].removeprefix("/properties/") if len(names) == 1 else None


def read_only(schema):
    return {pointer.removeprefix("/properties/") for pointer in schema.get("readOnlyProperties", [])}


def name_property(schema):
    """The property that names a resource, or ''."""
    kind = schema["typeName"].split("::")[-1]
    writable = [name for name in schema.get("properties", {}) if name not in read_only(schema)]
    one = single(schema)
    if one in writable and not one.endswith(("Id", "Arn")):
        return one
    return next((name for name in (kind + "Name", "Name", re.sub(".*?([A-Z][a-z]+)$", r"\1", kind) + "Name") if name in writable), "")


def what_ref_gives(schema, page, arn):
    """Of a type that is not in forms.txt."""
    identifiers = [pointer.removeprefix("/properties/") for pointer in schema.get("primaryIdentifier", [])]
    name = name_property(schema)
    said = re.sub(r"For more information.*", "", page or "")
    said_arn = re.search(r"\bARN\b|Amazon Resource Name", said)
    said_name = re.search(r"\bname\b", said.partition("return")[2], re.I)
    if len(identifiers) > 1:
        return "|".join("{name}" if one == name else identity(page) if one in read_only(schema) else "{%s}" % one for one in identifiers)
    if not identifiers or identifiers == ["Id"]:
        # Types from before the registry: the schema knows no better, the page does.
        return "{arn}" if said_arn else "{name}" if said_name else identity(page)
    if identifiers[0].lower().endswith("arn"):
        return "{arn}" if identifiers[0] in read_only(schema) else "{%s}" % identifiers[0]
    if identifiers[0] in read_only(schema):
        return identity(page)
    return "{name}" if identifiers[0] == name else "{%s}" % identifiers[0]


def identity(page):
    """The form of an id, as the page's example has it."""
    for example in re.findall(r"`([^`]+)`", page or ""):
        if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", example):
            return "{uuid}"
        if found := re.fullmatch(r"([a-z]+(?:-[a-z]+)*)-[0-9a-f]{8}(?:[0-9a-f]{9})?", example):
            return found[1] + "-{hex17}"
    return "{lower12}"


def attributes(schema, reference_form):
    kind = schema["typeName"].split("::")[-1]
    one, name = single(schema), name_property(schema)
    for pattern, pointer in PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGIONS[schema["typeName"]], schema["typeName"]).get_atts.data.items():
        # cfn-lint writes patterns for what a template may name freely, such as Outputs\..*, which is Outputs.* here.
        attribute = pattern.replace("\\.", ".").replace("..*", ".*")
        if attribute.lower() in ("arn", kind.lower() + "arn") or (attribute == one and reference_form == "{arn}"):
            yield attribute + "={arn}"
        elif attribute == one or attribute in ("Id", kind + "Id") and "{arn}" not in reference_form and "|" not in reference_form and reference_form != "{name}":
            yield f"{attribute}={reference_form}"
        elif attribute in (name, "Name", kind + "Name") and name:
            yield attribute + "={name}"
        elif attribute.endswith("*") or kind_of(schema, pointer) in ("array", "object"):
            yield attribute + "[]"
        else:
            yield attribute


def kind_of(schema, pointer):
    """The JSON type of what a pointer into the schema names."""
    at = schema
    for part in pointer.split("/")[1:]:
        while "$ref" in at:
            at = at_pointer(schema, at["$ref"])
        at = at.get(part) or at.get("properties", {}).get(part) or {}
    while "$ref" in at:
        at = at_pointer(schema, at["$ref"])
    return at.get("type", "object" if "properties" in at else None)


def at_pointer(schema, reference):
    at = schema
    for part in reference.removeprefix("#/").split("/"):
        at = at.get(part, {})
    return at


REGIONS = {}


def every_type():
    # The usual region first: a type is read where it was first found.
    for module in sorted((m.name for m in pkgutil.iter_modules(providers.__path__)), key=lambda name: (name != "us_east_1", name)):
        for name in importlib.import_module(f"{providers.__name__}.{module}").types:
            if name.count("::") == 2:
                REGIONS.setdefault(name, module.replace("_", "-"))
    return sorted(REGIONS)


def pages(folder):
    said = {}
    for file in sorted(pathlib.Path(folder).glob("aws-*.md")):
        text = file.read_text()
        title = re.match(r"# (AWS::[\w:]+)<a", text)
        ref = re.search(r"### Ref<a.*?\n(.*?)(?=\n###? |\Z)", text, re.S)
        if title and ref:
            said[title[1]] = " ".join(ref[1].split()).replace("\\", "")
    return said


def hand_written(file):
    """TYPE<tab>NAME PROPERTY<tab>REF<tab>ARN<tab>ATTRIBUTES; '-' keeps what the schema says."""
    rows = {}
    for line in pathlib.Path(file).read_text().splitlines():
        if line and not line.startswith("#"):
            fields = line.split("\t")
            rows[fields[0]] = [*fields[1:], *[""] * (5 - len(fields))]
    return rows


def rows(reference, said, forms):
    for name in sorted({*every_type(), *forms}):
        _, service, kind = name.split("::")
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGIONS[name], name).schema if name in REGIONS else {"typeName": name}
        arn = reference.arn(service, kind, schema, identity(said.get(name)))
        made = [name_property(schema), what_ref_gives(schema, said.get(name), arn) if name in REGIONS else "{name}", arn]
        given = forms.get(name, ["-"] * 3 + [""])
        title, ref, arn = (m if g == "-" else g for m, g in zip(made, given))
        listed = {bare(a): a for a in (attributes(schema, ref) if name in REGIONS else [])}
        listed.update({bare(a): a for a in given[3].split()})
        uses_arn = any("{arn}" in form for form in (ref, *listed.values()))
        usual = f"{reference.prefix(service) or service.lower()}:{{region}}:{{account}}:{dashed(kind)}/{'{name}' if title else identity(said.get(name))}"
        yield name, (title, ref, (arn or usual) if uses_arn else "", " ".join(listed[key] for key in sorted(listed)))


def bare(attribute):
    return attribute.partition("=")[0].removesuffix("[]")


def dashed(kind):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", kind).lower()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("reference")
    arguments.add_argument("pages")
    arguments.add_argument("--reference-date", required=True)
    given = arguments.parse_args()
    here = pathlib.Path(__file__).parent
    lines = [
        "# Every type of resource, made by make.py beside this from CloudFormation's registry schemas in cfn-lint %s (MIT-0)," % importlib.metadata.version("cfn-lint"),
        f"# the AWS Service Reference (https://servicereference.us-east-1.amazonaws.com, copy of {given.reference_date}), facts of the CloudFormation User Guide, and forms.txt.",
        "# A line without a tab is a service; beneath it a line a type: kind, the property that names it, what Ref gives, its ARN after 'arn:aws:', its attributes.",
    ]
    service = ""
    for name, (title, ref, arn, listed) in rows(Reference(given.reference), pages(given.pages), hand_written(here / "forms.txt")):
        if service != name.rpartition("::")[0]:
            service = name.rpartition("::")[0]
            lines.append(service)
        lines.append("\t".join([name.rpartition("::")[2], title, ref, arn, listed]).rstrip("\t") + ("\t" if not title + ref + arn + listed else ""))
    (here / "resource-types.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
