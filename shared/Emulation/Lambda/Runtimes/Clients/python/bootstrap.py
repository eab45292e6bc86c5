"""Runs a function of one of Lambda's Python runtimes: takes events from the Runtime API and hands them to the handler.

Functions find what Lambda's own runtime gives them. AWS Lambda Developer Guide, "Building Lambda functions with Python";
"Using the Lambda runtime API for custom runtimes". Standard library alone, Python 3.8 and later.
"""
import importlib
import json
import logging
import os
import signal
import socket
import sys
import time
import traceback


def main():
    # Ctrl+C on a terminal reaches this process too, and means LocalAws, which ends it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        # What the log cannot hold, half of a surrogate pair, must not end the process.
        stream.reconfigure(errors="backslashreplace")
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    os.environ["LAMBDA_RUNTIME_DIR"] = OWN_FOLDER
    lead_to_the_function()
    set_up_logging()
    try:
        handler = find_handler(os.environ["_HANDLER"])
    except Exception as error:
        failure = failure_of(error)
        log_failure(failure)
        api.fail_to_start(failure, place_of(error))
        sys.exit(1)

    while True:
        invocation = api.next()
        if invocation is None:
            leave()
        serve(api, handler, invocation)


def serve(api, handler, invocation):
    """Answers one event."""
    Request.id, Request.tenant = invocation.id, invocation.tenant
    if invocation.trace is None:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    else:
        os.environ["_X_AMZN_TRACE_ID"] = invocation.trace
    try:
        answer, content_type = written(handler(invocation.event(), invocation.context()))
    except Exception as error:
        failure = failure_of(error, invocation.id)
        log_failure(failure)
        api.fail(invocation.id, failure)
    else:
        api.answer(invocation.id, answer, content_type)


def leave():
    """The Runtime API has nothing more. As on Lambda nothing of the function's runs then, and none of its threads is waited for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


def lead_to_the_function():
    """Modules are looked for in the function's folder first, and in that of this file never."""
    sys.path[:] = [os.environ.get("LAMBDA_TASK_ROOT") or os.getcwd()] + [path for path in sys.path if path != OWN_FOLDER]


# The handler.


# What Lambda's runtime has beside the standard library.
PART_OF_THE_RUNTIME = frozenset(["boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"])


def find_handler(name):
    """The handler by its name, "module.function": "Define Lambda function handler in Python"."""
    try:
        module_name, function = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("MalformedHandlerName", "Bad handler '{}': {}".format(name, error))
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", "Cannot use built-in module {} as a handler module".format(module_name))
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", "Unable to import module '{}': {}{}".format(module_name, error, advice_on(error)))
    except SyntaxError as error:
        frame = '  File "{}" Line {}\n    {}'.format(error.filename, error.lineno, error.text)
        raise Fault("UserCodeSyntaxError", "Syntax error in module '{}': {}".format(module_name, error), [frame])
    try:
        return getattr(module, function)
    except AttributeError:
        raise Fault("HandlerNotFound", "Handler '{}' missing on module '{}'".format(function, module_name))


def advice_on(error):
    """What to do where a module is missing that is there on Lambda."""
    if (error.name or "").split(".")[0] not in PART_OF_THE_RUNTIME:
        return ""
    return (". Lambda's runtime brings boto3 and what it needs, this Python has none: "
            "name boto3 in requirements.txt, or install it: {} -m pip install boto3").format(sys.executable)


# Failures.


class Fault(Exception):
    """A failure that Lambda's runtime finds itself, in its words."""

    def __init__(self, kind, message, frames=None):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.frames = frames or []


def failure_of(error, request_id=""):
    """An error as Lambda tells it to whoever called. "Handling exceptions and errors in Python"."""
    kind, frames = (error.kind, error.frames) if isinstance(error, Fault) else (type(error).__name__, frames_of(error))
    return {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": frames}


def frames_of(error):
    """The calls that led to an error, without those of this file that led to the function."""
    frames = traceback.extract_tb(error.__traceback__)
    of_function = next((index for index, frame in enumerate(frames) if frame.filename != __file__), 0)
    return traceback.format_list([(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames[of_function:]])


def place_of(error):
    """The line of the function's own code at which it could not be loaded, for LocalAws to show; empty where nothing tells it."""
    from urllib.parse import quote
    cause = error.__context__ if isinstance(error, Fault) and error.__context__ is not None else error
    if isinstance(cause, SyntaxError) and cause.filename:
        return quote("{}:{}".format(cause.filename, cause.lineno), errors="replace")
    root = os.environ.get("LAMBDA_TASK_ROOT") or os.getcwd()
    own = [frame for frame in traceback.extract_tb(cause.__traceback__) if frame.filename.startswith(root)]
    return quote("{}:{}".format(own[-1].filename, own[-1].lineno), errors="replace") if own else ""


# What the function gets.


class Context:
    """The second argument of a handler: "Using the Lambda context object to retrieve Python function information"."""

    def __init__(self, request_id, arn, deadline, tenant, client_context, identity):
        self.aws_request_id = request_id
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = arn
        self.tenant_id = tenant
        self.client_context = None if client_context is None else ClientContext(client_context)
        self.identity = CognitoIdentity(identity or {})
        self._deadline = deadline

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return told(self, ["aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb", "function_version",
                           "invoked_function_arn", "client_context", "identity", "tenant_id"])


class ClientContext:
    """What a mobile app says of itself."""

    def __init__(self, given):
        self.custom, self.env = given.get("custom"), given.get("env")
        self.client = None if given.get("client") is None else Client(given["client"])

    def __repr__(self):
        return told(self, ["custom", "env", "client"])


class Client:
    """The app itself."""

    FIELDS = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]

    def __init__(self, given):
        for field in self.FIELDS:
            setattr(self, field, given.get(field))

    def __repr__(self):
        return told(self, self.FIELDS)


class CognitoIdentity:
    """The identity of an identity pool that called the function."""

    def __init__(self, given):
        self.cognito_identity_id = given.get("cognitoIdentityId")
        self.cognito_identity_pool_id = given.get("cognitoIdentityPoolId")

    def __repr__(self):
        return told(self, ["cognito_identity_id", "cognito_identity_pool_id"])


def told(thing, fields):
    name = "LambdaContext" if isinstance(thing, Context) else type(thing).__name__
    return "{}([{}])".format(name, ",".join("{}={}".format(field, getattr(thing, field)) for field in fields))


class Invocation:
    """One event, as the Runtime API hands it out."""

    def __init__(self, headers, body):
        self._headers, self._body = headers, body
        self.id = headers.get("lambda-runtime-aws-request-id")
        self.trace = headers.get("lambda-runtime-trace-id")
        self.tenant = headers.get("lambda-runtime-aws-tenant-id")

    def event(self):
        if self._headers.get("content-type") != "application/json":
            return self._body
        return read(self._body, "UnmarshalError", "Unable to unmarshal input")

    def context(self):
        return Context(
            self.id, self._headers.get("lambda-runtime-invoked-function-arn"), int(self._headers.get("lambda-runtime-deadline-ms", "0")), self.tenant,
            self._document("lambda-runtime-client-context", "Client Context"), self._document("lambda-runtime-cognito-identity", "Cognito Identity"))

    def _document(self, header, name):
        text = self._headers.get(header)
        return read(text, "LambdaContextUnmarshalError", "Unable to parse {} JSON".format(name)) if text else None


def read(text, fault, message):
    try:
        return json.loads(text)
    except Exception as error:
        raise Fault(fault, "{}: {}".format(message, error))


# What the function answers.


def written(answer):
    """The bytes of an answer, and what they are. Bytes are left as they are."""
    if isinstance(answer, bytes):
        return answer, "application/unknown"
    try:
        return json_of(answer).encode(), "application/json"
    except Exception as error:
        raise Fault("MarshalError", "Unable to marshal response: {}".format(error))


# Lambda's runtimes write characters beyond ASCII as they are since Python 3.12.
TEXT = json.encoder.encode_basestring_ascii if os.environ.get("AWS_EXECUTION_ENV") in [
    "AWS_Lambda_python3.{}".format(minor) for minor in range(6, 12)] else json.encoder.encode_basestring


def json_of(value):
    """JSON as Lambda's runtime writes it: beyond what "json" does, decimals are numbers, named tuples are objects, and bytes are text."""
    parts = []
    write(value, parts.append, set())
    return "".join(parts)


def write(value, put, around):
    if isinstance(value, str):
        put(TEXT(value))
    elif value is None or value is True or value is False or isinstance(value, (int, float)):
        put(plain(value))
    elif isinstance(value, bytes):
        put(TEXT(value.decode()))
    elif is_decimal(value):
        put("NaN" if value.is_nan() else str(value))
    elif id(value) in around:
        raise ValueError("Circular reference detected")
    else:
        around.add(id(value))
        write_parts(value, put, around)
        around.remove(id(value))


def write_parts(value, put, around):
    if not isinstance(value, (list, dict)) and callable(getattr(value, "_asdict", None)):
        value = value._asdict()
    if isinstance(value, (list, tuple)):
        separator = "["
        for item in value:
            put(separator)
            write(item, put, around)
            separator = ", "
        put("]" if value else "[]")
    elif isinstance(value, dict):
        separator = "{"
        for key, item in value.items():
            put(separator + TEXT(name_of(key)) + ": ")
            write(item, put, around)
            separator = ", "
        put("}" if value else "{}")
    else:
        raise TypeError("Object of type {} is not JSON serializable".format(type(value).__name__))


def plain(value):
    if isinstance(value, float):
        return float.__repr__(value) if value - value == 0 else "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return "null" if value is None else "true" if value is True else "false" if value is False else int.__repr__(value)


def is_decimal(value):
    # Where nobody has imported it there are none, and a start is quicker without it.
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal)


def name_of(key):
    if isinstance(key, str):
        return key
    if isinstance(key, bytes):
        return key.decode()
    if key is None or isinstance(key, (int, float)):
        return plain(key)
    raise TypeError("keys must be str, int, float, bool or None, not {}".format(type(key).__name__))


# The log.


class Request:
    """Whose lines are written to the log."""

    id = None
    tenant = None


IS_JSON_LOG = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"


def set_up_logging():
    """The root logger writes as it does on Lambda: "Log and monitor Python Lambda functions"."""
    logging.Formatter.converter = time.gmtime
    handler = LogHandler()
    handler.addFilter(of_this_request)
    handler.setFormatter(JsonFormatter() if IS_JSON_LOG else logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"))
    root = logging.getLogger()
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = "DEBUG" if level == "TRACE" else level
    if level in ("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL"):
        root.setLevel(level)
    root.addHandler(handler)


class LogHandler(logging.Handler):
    def emit(self, record):
        text = self.format(record)
        # A traceback has no end of line behind it.
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


def of_this_request(record):
    record.aws_request_id, record.tenant_id = Request.id or "", Request.tenant
    return True


class JsonFormatter(logging.Formatter):
    """A line is an object with what was logged, and with the fields that the function gave as "extra"."""

    KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"aws_request_id", "tenant_id", "asctime"}

    def format(self, record):
        kind, error, trace = record.exc_info or (None, None, None)
        fields = {
            "timestamp": "{}.{:03d}Z".format(time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)), int(record.msecs)),
            "level": logging.getLevelName(min(50, max(0, record.levelno)) // 10 * 10),
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(trace) if kind else None,
            "errorType": kind.__name__ if kind else None,
            "errorMessage": str(error) if kind else None,
            "requestId": record.aws_request_id,
            "location": "{}:{}:{}".format(record.pathname, record.funcName, record.lineno) if kind else None,
            "tenantId": record.tenant_id,
        }
        fields.update((name, value) for name, value in vars(record).items() if name not in self.KNOWN and name not in fields)
        return json.dumps({name: value for name, value in fields.items() if value is not None}, ensure_ascii=False) + "\n"


def log_failure(failure):
    if IS_JSON_LOG:
        sys.stdout.write(json_of({"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "level": "ERROR", **failure}) + "\n")
        return
    lines = ["[ERROR] {}{}".format(failure["errorType"], ": " + failure["errorMessage"] if failure["errorMessage"] else ""), "Traceback (most recent call last):"]
    for line in "".join(frame if frame.endswith("\n") else frame + "\n" for frame in failure["stackTrace"]).splitlines():
        code = line.lstrip(" ")
        # Lambda's lines begin with no-break spaces.
        lines.append("\u00a0" * (len(line) - len(code)) + code)
    sys.stdout.write("\n".join(lines) + "\n")


# The Runtime API.


class RuntimeApi:
    """The Runtime API, over one connection."""

    def __init__(self, host_and_port):
        self._address = host_and_port
        self._socket = self._stream = None

    def next(self):
        """The next event, which may be long in coming; None when there are no more."""
        try:
            status, headers, body = self._call("GET", "invocation/next")
        except OSError:
            return None
        if status != 200:
            raise RuntimeError("The Runtime API has no event: {} {}".format(status, body.decode("utf-8", "replace")))
        return Invocation(headers, body)

    def answer(self, request_id, answer, content_type):
        self._tell("invocation/{}/response".format(request_id), answer, "Content-Type: {}\r\n".format(content_type))

    def fail(self, request_id, failure):
        self._tell_failure("invocation/{}/error".format(request_id), failure)

    def fail_to_start(self, failure, place):
        self._tell_failure("init/error", failure, "X-LocalAws-Place: {}\r\n".format(place) if place else "")

    def _tell_failure(self, path, failure, more=""):
        self._tell(path, json_of(failure).encode("utf-8", "replace"), "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: {}\r\n{}".format(
            failure["errorType"].encode("ascii", "replace").decode(), more))

    def _tell(self, path, body, headers):
        # What is refused came too late or is too long, and the caller was told so.
        for is_last in (False, True):
            try:
                return self._call("POST", path, headers, body)
            except OSError:
                if is_last:
                    leave()

    def _call(self, method, path, headers="", body=b""):
        head = "{} /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nUser-Agent: localaws-python/{}.{}\r\n{}Content-Length: {}\r\n\r\n".format(
            method, path, self._address, *sys.version_info[:2], headers, len(body))
        try:
            if self._socket is None:
                self._connect()
            self._socket.sendall(head.encode("ascii") + body)
            return self._read()
        except OSError:
            self._close()
            raise

    def _connect(self):
        host, port = self._address.rsplit(":", 1)
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = self._socket.makefile("rb")

    def _close(self):
        if self._socket is not None:
            self._stream.close()
            self._socket.close()
            self._socket = self._stream = None

    def _read(self):
        status = int(self._line().split(" ", 2)[1])
        headers = {}
        for line in iter(self._line, ""):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return status, headers, self._bytes(int(headers.get("content-length", "0")))
        chunks = []
        for size in iter(lambda: int(self._line().split(";")[0], 16), 0):
            chunks.append(self._bytes(size))
            self._line()
        for _ in iter(self._line, ""):
            pass
        return status, headers, b"".join(chunks)

    def _line(self):
        line = self._stream.readline()
        if not line.endswith(b"\n"):
            raise ConnectionError("The Runtime API has ended.")
        return line.decode("latin-1").rstrip("\r\n")

    def _bytes(self, count):
        taken = self._stream.read(count)
        if len(taken) < count:
            raise ConnectionError("The Runtime API has ended.")
        return taken


if __name__ == "__main__":
    main()
