"""
Every operation that moto has of services behind LocalAws, by boto3: once refused, once allowed, and once directly. The table of calls is calls.json, where a text "${name.Member}"
stands for what an earlier call answered. Prints a line for each thing that is not as it should be, and last how many operations were walked.

Arguments: calls.json, LocalAws's address, moto's address. From the environment: ALLOWED and REFUSED, each "access key id,secret key,session token" or without the token.
"""
import datetime, importlib, json, os, re, sys
import boto3
from botocore.config import Config
from botocore.eventstream import EventStream
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.parsers import ResponseParserError
from moto.core.utils import camelcase_to_underscores

HERE, DIRECT = "111122223333", "444455556666"
REFUSALS = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException", "403"}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}")
HOST = re.compile(r"https?://(127\.0\.0\.1|localhost):\d+")

table_file, front_url, moto_url = sys.argv[1:4]
table = json.load(open(table_file))
problems, walked = [], 0


def client_of(service, url, key, protocol):
    """A client, in one of the protocols of its service."""
    load = Loader.load_service_model

    def with_protocol(self, name, type_name, *arguments, **named):
        model = load(self, name, type_name, *arguments, **named)
        if protocol and type_name == "service-2" and name == service:
            model["metadata"]["protocols"] = [protocol]
            model["metadata"]["protocol"] = protocol
        return model

    Loader.load_service_model = with_protocol
    try:
        access, secret, *token = key.split(",")
        session = boto3.Session(aws_access_key_id=access, aws_secret_access_key=secret, aws_session_token=token[0] if token else None, region_name="us-east-1")
        return session.client(service, endpoint_url=url, config=Config(retries={"max_attempts": 0}, inject_host_prefix=False, parameter_validation=True))
    finally:
        Loader.load_service_model = load


def offered(service, responses):
    """The operations of a service that moto has."""
    module, name = responses.rsplit(".", 1)
    has = getattr(importlib.import_module(module), name)
    return {operation for operation in boto3.client(service, region_name="us-east-1").meta.service_model.operation_names if hasattr(has, camelcase_to_underscores(operation))}


def filled(value, answers):
    """What a call says, with what earlier calls answered."""
    if isinstance(value, dict):
        return {key: filled(one, answers) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, answers) for one in value]
    if isinstance(value, str) and value.startswith("${") and value.endswith("}"):
        name, *path = value[2:-1].split(".")
        found = answers[name]
        for part in path:
            if part not in found and not isinstance(found, list):
                raise AssertionError(f"{name} did not answer {part}: {found}")
            found = found[int(part)] if isinstance(found, list) else found[part]
        return found
    if isinstance(value, str) and value.startswith("base64:"):
        return value[len("base64:"):].encode()
    return value


def plain(value, volatile, key=""):
    """An answer without what no two servers share: ids, times, accounts, addresses."""
    if key in volatile or isinstance(value, datetime.datetime):
        return "..."
    if isinstance(value, dict):
        return {name: plain(one, volatile, name) for name, one in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(one, volatile, key) for one in value]
    if hasattr(value, "read"):
        return value.read().decode("latin-1")
    if isinstance(value, EventStream):
        return [plain(event, volatile) for event in value]
    if isinstance(value, str):
        return HOST.sub("http://host", UUID.sub("id", value.replace(DIRECT, HERE)))
    return value


def call(client, operation, members):
    try:
        return getattr(client, camelcase_to_underscores(operation))(**members)
    except ClientError as error:
        return {"Error": error.response["Error"]["Code"]}
    except ResponseParserError:
        return {"Error": "no answer of AWS's"}


def is_refused(answer):
    """A batch of S3 is answered, and each of its keys refused."""
    return answer.get("Error") in REFUSALS or (bool(answer.get("Errors")) and all(one["Code"] in REFUSALS for one in answer["Errors"]))


for service in table:
    name, protocol = service["service"], service.get("protocol")
    title = f"{name} in {protocol}" if protocol else name
    allowed, refused = (client_of(name, front_url, os.environ[who], protocol) for who in ("ALLOWED", "REFUSED"))
    direct = client_of(name, moto_url, f"{DIRECT},secret", protocol)
    direct.meta.events.register("before-sign", lambda request, **_: request.headers.add_header("x-moto-account-id", DIRECT))
    volatile = set(service.get("volatile", []))
    answers, there = {}, {}
    for row in service["calls"]:
        operation, members = row["op"], row.get("with", {})
        no = call(refused, operation, filled(members, answers))
        if not is_refused(no):
            problems.append(f"{title}: {operation} is not refused: {no}")
        here, other = call(allowed, operation, filled(members, answers)), call(direct, operation, filled(json.loads(json.dumps(members).replace(HERE, DIRECT)), there))
        if plain(here, volatile) != plain(other, volatile):
            problems.append(f"{title}: {operation} answers {plain(here, volatile)} and not {plain(other, volatile)}")
        if "Error" in other and not row.get("fails"):
            problems.append(f"{title}: {operation} is no call that moto takes: {other}")
        answers[row.get("as", operation)], there[row.get("as", operation)] = here, other
        walked += 1
    missing = offered(name, service["moto"]) - {row["op"] for row in service["calls"]} - set(service.get("without", []))
    problems += [f"{title}: {operation} is not walked" for operation in sorted(missing)]

for problem in problems:
    print(problem)
print(f"{walked} calls")
