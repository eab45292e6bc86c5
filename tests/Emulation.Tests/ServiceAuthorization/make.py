"""Makes service-authorization.json beside it, which says what AWS authorizes each operation on and with which condition keys.

The facts are AWS's own:

* the Service Reference, one JSON document a service, from https://servicereference.us-east-1.amazonaws.com ("Simplified AWS service
  information for programmatic access", Service Authorization Reference). Git copies of all of it are public, such as the repository
  dgwhited/servicereference, whose layout this reads as well as a folder of plain SERVICE.json files;
* the HTML pages of the Service Authorization Reference, list_*.html, for the two things that the JSON leaves out: which resource types of an
  action are required, and its dependent actions. salesforce/policy_sentry keeps copies in policy_sentry/shared/data/docs.

Nothing is downloaded here, or in any test: get both first, then

    python3 make.py REFERENCE PAGES --reference-date 2026-08-22 --pages-date 2026-06-14
    python3 make.py REFERENCE --multivalued FILE --reference-date 2026-08-22

The second writes the list of all services' condition keys that hold several values, sorted, one a line.
"""

import argparse
import html.parser
import json
import pathlib
import re

# The services whose operations LocalAws offers, and the page of each.
SERVICES = {
    "apigateway": "list_amazonapigatewaymanagementv2.html",
    "cloudformation": "list_awscloudformation.html",
    "cognito-identity": "list_amazoncognitoidentity.html",
    "cognito-idp": "list_amazoncognitouserpools.html",
    "dynamodb": "list_amazondynamodb.html",
    "execute-api": "list_amazonapigateway.html",
    "iam": "list_awsidentityandaccessmanagementiam.html",
    "lambda": "list_awslambda.html",
    "sts": "list_awssecuritytokenservice.html",
}

# IAM User Guide, "AWS global condition context keys", "Value type: Multivalued". The reference types only the keys that services list.
GLOBAL_KEYS = [
    "aws:CalledVia", "aws:PrincipalOrgPaths", "aws:PrincipalServiceNamesList", "aws:ResourceOrgPaths", "aws:SourceOrgPaths", "aws:TagKeys",
    "aws:VpceOrgPaths",
]

# The reference types it String; IAM User Guide, "Available keys for AWS OIDC federation", and the Amazon Cognito Developer Guide, "IAM roles", say multivalued.
FEDERATION_KEYS = ["cognito-identity.amazonaws.com:amr"]

# Declared by AWS after the copy of August 2026; a newer copy has them itself.
NEWER_KEYS = ["autoscaling:TargetCapacityTypes", "events:Metadata/${MetadataKey}", "sagemaker:UpdatableFeatures", "ses:ConfigurationSetOptions"]

# The reference types them lists; the Amazon EventBridge User Guide, "Using IAM policy conditions", compares them without a set operator, and says of each example what passes.
PLAIN_KEYS = ["events:detail-type", "events:source", "events:TargetArn"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", type=pathlib.Path, help="folder of the Service Reference's JSON documents")
    parser.add_argument("pages", type=pathlib.Path, nargs="?", help="folder of the Service Authorization Reference's pages")
    parser.add_argument("--reference-date", required=True, help="day of the copy in REFERENCE")
    parser.add_argument("--pages-date", help="day of the copy in PAGES")
    parser.add_argument("--multivalued", type=pathlib.Path, metavar="FILE", help="write the list of multivalued keys, and nothing else")
    arguments = parser.parse_args()
    documents = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(arguments.reference.rglob("*.json"))}
    reference = {name: document for name, document in documents.items() if isinstance(document, dict) and "Actions" in document}
    if missing := sorted(SERVICES.keys() - reference.keys()):
        parser.error(f"{arguments.reference} has no document of {', '.join(missing)}")
    if arguments.multivalued:
        arguments.multivalued.write_text(multivalued(reference, arguments.reference_date), encoding="utf-8")
        return
    if not arguments.pages or not arguments.pages_date:
        parser.error("service-authorization.json needs PAGES and --pages-date as well")
    result = {
        "source": "AWS Service Reference, https://servicereference.us-east-1.amazonaws.com",
        "pages": "Service Authorization Reference, list_*.html: required resource types and dependent actions",
        "referenceDate": arguments.reference_date,
        "pagesDate": arguments.pages_date,
        "madeBy": "make.py, beside this file",
        "reading": [
            "keys: the service's condition keys and their types; ArrayOf... are multivalued",
            "resources: the service's resource types, their ARNs and the condition keys that an action on one has",
            "actions: resource types, condition keys of the action itself, dependent actions",
            "a resource type with '*' behind it is required, as on the pages; an action without resource types is asked on '*'",
            "operations: the actions that an operation may ask for, where that is not just the action of its name; with the context that AWS sets for one",
            "an operation with no action is unsigned, or no identity-based policy is asked",
        ],
        "services": {name: service(name, reference[name], arguments.pages / page) for name, page in SERVICES.items()},
    }
    pathlib.Path(__file__).with_name("service-authorization.json").write_text(text(result) + "\n", encoding="utf-8")


def service(name, document, page):
    """One service, as the JSON and the page have it."""
    rows = Page.actions_of(page.read_text(encoding="utf-8"))
    return {
        "keys": {key["Name"]: "|".join(key["Types"]) for key in document.get("ConditionKeys", [])},
        "resources": {
            resource["Name"]: {"arns": resource.get("ARNFormats", []), **kept(keys=resource.get("ConditionKeys"))}
            for resource in document.get("Resources", [])
        },
        "actions": {action["Name"]: of_action(action, rows.get(action["Name"], [])) for action in document["Actions"]},
        "operations": {
            operation["Name"]: authorized
            for operation in document.get("Operations", [])
            if (authorized := authorized_by(operation)) != [f"{name}:{operation['Name']}"]
        },
    }


def of_action(action, rows):
    required = {resource[:-1] for row in rows for resource in row["Resource types (*required)"] if resource.endswith("*")}
    dependent = sorted({other for row in rows for other in row["Dependent actions"]})
    return kept(
        resources=[resource["Name"] + "*" * (resource["Name"] in required) for resource in action.get("Resources", [])],
        keys=action.get("ActionConditionKeys"),
        dependent=dependent,
    )


def authorized_by(operation):
    """The actions by name; one with a context of its own as "action with key=value"."""
    return [
        f"{action['Service']}:{action['Name']}" + "".join(f" with {key}={value}" for key, values in action.get("Context", {}).items() for value in values)
        for action in operation.get("AuthorizedActions", [])
    ]


def multivalued(reference, date):
    types = {}
    for document in reference.values():
        for key in document.get("ConditionKeys", []):
            types.setdefault(key["Name"], set()).update(key["Types"])
    lists = {key for key, names in types.items() if any(name.startswith("ArrayOf") for name in names)}
    both = {key for key in lists if any(not name.startswith("ArrayOf") for name in types[key])}
    keys = sorted((lists - both - set(PLAIN_KEYS)).union(GLOBAL_KEYS, FEDERATION_KEYS, NEWER_KEYS), key=lambda key: (key.lower(), key))
    return "\n".join([
        "# Condition keys that AWS declares multivalued: type ArrayOf... in the AWS Service Reference, https://servicereference.us-east-1.amazonaws.com,",
        f"# copy of {date}, {len(reference)} services. One a line, sorted without case; ${{...}} is a placeholder as in the reference. Besides these:",
        "# - of the IAM User Guide, \"AWS global condition context keys\": " + " ".join(GLOBAL_KEYS),
        "# - multivalued by the guides, String by the reference: " + " ".join(FEDERATION_KEYS),
        "# - newer than the copy: " + " ".join(NEWER_KEYS),
        "# Left out, because the reference declares them with one value as well as with several: " + " ".join(sorted(both)),
        "# and because guides compare them without a set operator: " + " ".join(PLAIN_KEYS),
        *keys,
        "",
    ])


class Page(html.parser.HTMLParser):
    """The tables of a page as rows of cells, each cell a list of paragraphs, with cells that span rows repeated."""

    @staticmethod
    def actions_of(page):
        """The rows of the table of actions by the action's name, each a dictionary by the columns' headings."""
        parser = Page()
        parser.feed(page)
        table = next(table for table in parser.tables if table and table[0] and table[0][0][0] == ["Actions"])
        headings = [" ".join(cell[0]) for cell in table[0]]
        rows, above = {}, [([], 0)] * len(headings)
        for row in table[1:]:
            fresh = iter(row)
            for column, (content, left) in enumerate(above):
                above[column] = (content, left - 1) if left > 0 else next(((paragraphs, span - 1) for paragraphs, span in fresh), ([], 0))
            cells = dict(zip(headings, (content for content, _ in above)))
            rows.setdefault(re.split(r"[ \[]", cells["Actions"][0])[0], []).append(cells)
        return rows

    def __init__(self):
        super().__init__()
        self.tables, self.cell = [], None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.cell = []
            self.tables[-1][-1].append((self.cell, int(dict(attrs).get("rowspan", 1))))
        elif tag == "p" and self.cell is not None:
            self.cell.append("")

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.cell[:] = [paragraph for paragraph in self.cell if paragraph]
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None and data.strip():
            self.cell[-1:] = [" ".join([*self.cell[-1:], data.strip()]).strip()]


def kept(**members):
    return {name: value for name, value in members.items() if value}


def text(value, depth=0):
    """JSON with a line for each member down to the single key, resource type, action or operation."""
    if not isinstance(value, (dict, list)) or not value or (isinstance(value, list) and depth > 1) or depth == 4:
        return json.dumps(value, ensure_ascii=False)
    indent, end = "\n" + "  " * (depth + 1), "\n" + "  " * depth
    if isinstance(value, list):
        return "[" + ",".join(indent + text(item, depth + 1) for item in value) + end + "]"
    return "{" + ",".join(f"{indent}{json.dumps(name)}: {text(item, depth + 1)}" for name, item in value.items()) + end + "}"


if __name__ == "__main__":
    main()
