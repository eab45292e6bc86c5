// Every operation of calls.json by AWS's SDK for JavaScript: once refused, once allowed, and once directly, as walk.py does it with boto3. Prints a line for each thing that is
// not as it should be, and last how many operations were walked.
//
// Arguments: calls.json, LocalAws's address, moto's address. From the environment: ALLOWED and REFUSED, each "access key id,secret key,session token" or without the token.
import { readFileSync } from "node:fs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { services } from "./services.js";

const HERE = "111122223333";
const DIRECT = "444455556666";
const REFUSALS = new Set(["AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException"]);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}/g;
const HOST = /https?:\/\/(127\.0\.0\.1|localhost):\d+/g;

const [tableFile, frontUrl, motoUrl] = process.argv.slice(2);
const table = JSON.parse(readFileSync(tableFile, "utf8"));
const problems = [];
let walked = 0;

function clientOf(module, url, key, account) {
  const [accessKeyId, secretAccessKey, sessionToken] = key.split(",");
  const client = new module.Client({
    endpoint: url, region: "us-east-1", credentials: { accessKeyId, secretAccessKey, sessionToken }, maxAttempts: 1, disableHostPrefix: true, forcePathStyle: true,
    useQueueUrlAsEndpoint: false,
  });
  if (account) {
    // moto has no HTTP/2, which the client of Kinesis begins with.
    client.config.requestHandler = new NodeHttpHandler();
    client.middlewareStack.add((next) => (call) => {
      call.request.headers["x-moto-account-id"] = account;
      return next(call);
    }, { step: "build" });
  }
  return client;
}

/** What a call says, with what earlier calls answered. Times and bytes are what the SDK has for them. */
function filled(value, answers) {
  if (Array.isArray(value)) return value.map((one) => filled(one, answers));
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, answers)]));
  if (typeof value !== "string") return value;
  if (value.startsWith("${") && value.endsWith("}")) {
    const [name, ...path] = value.slice(2, -1).split(".");
    return path.reduce((found, part) => {
      if (found[part] === undefined) throw new Error(`${name} did not answer ${part}: ${JSON.stringify(found)}`);
      return found[part];
    }, answers[name]);
  }
  if (value.startsWith("base64:")) return Buffer.from(value.slice("base64:".length));
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? new Date(value) : value;
}

/** An answer without what no two servers share: ids, times, accounts, addresses. */
function plain(value, volatile, key = "") {
  if (volatile.has(key) || value instanceof Date) return "...";
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (Array.isArray(value)) return value.map((one) => plain(one, volatile, key));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.keys(value).filter((name) => name !== "$metadata" && value[name] !== undefined).sort().map((name) => [name, plain(value[name], volatile, name)]));
  }
  return typeof value === "string" ? value.replaceAll(DIRECT, HERE).replace(UUID, "id").replace(HOST, "http://host") : value;
}

async function all(events) {
  const list = [];
  for await (const event of events) list.push(event);
  return list;
}

async function call(client, module, operation, members) {
  try {
    const answer = await client.send(new module[`${operation}Command`](members));
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value?.transformToByteArray === "function") answer[name] = await value.transformToByteArray();
      else if (typeof value?.[Symbol.asyncIterator] === "function") answer[name] = await all(value);
    }
    return answer;
  } catch (error) {
    // A code that the SDK has no class for is told by the name alone.
    if (!error.$metadata?.httpStatusCode) throw error;
    return { Error: error.name, Status: error.$metadata.httpStatusCode, Message: error.message };
  }
}

/** A batch of S3 is answered, and each of its keys refused. The answer to HEAD has no code. */
const isRefused = (answer) => REFUSALS.has(answer.Error) || (answer.Status === 403 && answer.Error === "Unknown") || (answer.Errors?.length > 0 && answer.Errors.every((one) => REFUSALS.has(one.Code)));

const seen = new Set();
for (const service of table) {
  // The SDK has one protocol of a service.
  if (seen.has(service.service)) continue;
  seen.add(service.service);
  const module = services[service.service];
  const allowed = clientOf(module, frontUrl, process.env.ALLOWED);
  const refused = clientOf(module, frontUrl, process.env.REFUSED);
  const direct = clientOf(module, motoUrl, `${DIRECT},secret`, DIRECT);
  const volatile = new Set([...(service.volatile ?? []), "Message"]);
  const answers = {};
  const there = {};
  for (const { op: operation, with: members = {}, as = operation, fails, moved } of service.calls) {
    try {
      const no = await call(refused, module, operation, filled(members, answers));
      if (!isRefused(no)) problems.push(`${service.service}: ${operation} is not refused: ${JSON.stringify(no)}`);
      const here = await call(allowed, module, operation, filled(members, answers));
      const other = await call(direct, module, operation, filled(JSON.parse(JSON.stringify(members).replaceAll(HERE, DIRECT)), there));
      const [ours, theirs] = [here, other].map((one) => JSON.stringify(plain(one, volatile)));
      if (ours !== theirs) problems.push(`${service.service}: ${operation} answers ${ours} and not ${theirs}`);
      // What the SDK calls by a new route, moto has at the old one.
      if (other.Status >= 400 && !fails && !moved) problems.push(`${service.service}: ${operation} is no call that moto takes: ${JSON.stringify(other)}`);
      answers[as] = here;
      there[as] = other;
    } catch (error) {
      problems.push(`${service.service}: ${operation}: ${error.stack.split("\n").slice(0, 3).join(" ")}`);
    }
    walked++;
  }
}

for (const problem of problems) console.log(problem);
console.log(`${walked} calls`);
