// Objects by AWS's SDK for JavaScript: uploads in parts, bodies that are streams with their checksum behind them, presigned URLs; and the streams of events that a client sends.
// Prints a line for each thing that is not as it should be, and last how many steps were taken.
//
// Arguments: LocalAws's address, the bucket. From the environment: ALLOWED and REFUSED, each "access key id,secret key,session token".
import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { StartStreamTranscriptionCommand, TranscribeStreamingClient } from "@aws-sdk/client-transcribe-streaming";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const [endpoint, Bucket] = process.argv.slice(2);
const problems = [];
let steps = 0;

const settingsOf = (key) => {
  const [accessKeyId, secretAccessKey, sessionToken] = key.split(",");
  return { endpoint, region: "us-east-1", credentials: { accessKeyId, secretAccessKey, sessionToken }, maxAttempts: 1, forcePathStyle: true };
};
const may = new S3Client(settingsOf(process.env.ALLOWED));
const no = new S3Client(settingsOf(process.env.REFUSED));

function check(name, holds) {
  steps++;
  if (!holds) problems.push(name);
}

async function outcome(call) {
  try {
    await call();
    return "ok";
  } catch (error) {
    return error.name;
  }
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const read = async (Key, more = {}) => {
  const answer = await may.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED", ...more }));
  return { ...answer, bytes: await answer.Body.transformToByteArray() };
};

/** A body of which the SDK knows nothing beforehand: it comes in pieces, and its checksum behind it. */
const pieces = (bytes) => Readable.from((function* () {
  for (let at = 0; at < bytes.length; at += 100_001) yield bytes.subarray(at, at + 100_001);
})());

check("a bucket, refused", await outcome(() => no.send(new CreateBucketCommand({ Bucket }))) === "AccessDenied");
check("a bucket", await outcome(() => may.send(new CreateBucketCommand({ Bucket }))) === "ok");

const big = randomBytes(11 * 1024 * 1024 + 7);
for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "SHA1", "SHA256"]) {
  const upload = (client) => new Upload({ client, params: { Bucket, Key: "parts", Body: pieces(big), ChecksumAlgorithm } }).done();
  check(`parts with ${ChecksumAlgorithm}, refused`, await outcome(() => upload(no)) === "AccessDenied");
  check(`parts with ${ChecksumAlgorithm}`, await outcome(() => upload(may)) === "ok");
  check(`parts with ${ChecksumAlgorithm} are what was sent`, digest((await read("parts")).bytes) === digest(big));
}

for (const length of [1, 65_536, 65_537, 1_000_000]) {
  const bytes = big.subarray(0, length);
  const put = (client) => client.send(new PutObjectCommand({ Bucket, Key: "stream", Body: pieces(bytes), ContentLength: length, ContentType: "text/plain" }));
  check(`a stream of ${length}, refused`, await outcome(() => put(no)) === "AccessDenied");
  check(`a stream of ${length}`, await outcome(() => put(may)) === "ok");
  const got = await read("stream");
  const head = await may.send(new HeadObjectCommand({ Bucket, Key: "stream", ChecksumMode: "ENABLED" }));
  check(`a stream of ${length} is what was sent`, digest(got.bytes) === digest(bytes) && got.ContentType === "text/plain" && got.ContentEncoding === undefined);
  check(`a stream of ${length} keeps its checksum`, head.ChecksumCRC32 !== undefined);
}

const fetched = async (url, options) => {
  const answer = await fetch(url, options);
  return `${answer.status} ${await answer.text()}`;
};
const signed = (client, command) => getSignedUrl(client, command, { expiresIn: 300 });
const page = { method: "PUT", body: "page", headers: { "content-type": "text/plain" } };
const put = new PutObjectCommand({ Bucket, Key: "page", ContentType: "text/plain" });
const get = new GetObjectCommand({ Bucket, Key: "page" });
check("a presigned PUT", (await fetched(await signed(may, put), page)).startsWith("200 "));
check("a presigned PUT of who may not", (await fetched(await signed(no, put), page)).startsWith("403 "));
check("a presigned GET", await fetched(await signed(may, get)) === "200 page");
check("a presigned GET of who may not", (await fetched(await signed(no, get))).startsWith("403 "));
check("a presigned GET with more in its query", (await fetched(`${await signed(may, get)}&versionId=1`)).startsWith("403 "));
check("a presigned GET for another method", (await fetched(await signed(may, get), page)).startsWith("403 "));

// It would wait for answers as long as it speaks.
const speech = async function* () {
  yield { AudioEvent: { AudioChunk: Buffer.alloc(1000) } };
  await new Promise(() => {});
};
const transcribe = new TranscribeStreamingClient(settingsOf(process.env.ALLOWED));
check("events of a client are refused", await outcome(() => transcribe.send(new StartStreamTranscriptionCommand(
  { LanguageCode: "en-US", MediaEncoding: "pcm", MediaSampleRateHertz: 8000, AudioStream: speech() }))) === "NotImplementedException");

for (const problem of problems) console.log(problem);
console.log(`${steps} steps`);
process.exit();
