// Signs one request with a signer from npm and sends it: node send.mjs SIGNER METHOD URL [BODY]
// Credentials and region come from AWS_* variables. Prints the answer's status.
import http from 'node:http';

const [signer, method, address, body = ''] = process.argv.slice(2);
const url = new URL(address);
const credentials = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
  sessionToken: process.env.AWS_SESSION_TOKEN,
};
const region = process.env.AWS_REGION;
const headers = body === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };

const signers = {
  async aws4() {
    const { default: aws4 } = await import('aws4');
    return aws4.sign(
      { service: 'execute-api', region, method, host: url.host, path: url.pathname + url.search, headers, body }, credentials).headers;
  },

  async smithy() {
    const { SignatureV4 } = await import('@smithy/signature-v4');
    const { HttpRequest } = await import('@smithy/protocol-http');
    const { Sha256 } = await import('@aws-crypto/sha256-js');
    const query = {};
    for (const [name, value] of url.searchParams) {
      query[name] = name in query ? [query[name], value].flat() : value;
    }
    const request = new HttpRequest({
      protocol: url.protocol, hostname: url.hostname, port: Number(url.port), method, path: url.pathname, query,
      headers: { ...headers, host: url.host }, body,
    });
    const signed = await new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 }).sign(request);
    return signed.headers;
  },
};

const signed = await signers[signer]();
const request = http.request(url, { method, headers: signed }, response => {
  console.log(response.statusCode);
  response.resume();
});
request.on('error', failure => {
  console.error(failure.message);
  process.exitCode = 1;
});
request.end(body);
