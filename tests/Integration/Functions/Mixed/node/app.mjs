// Answers who called, or calls what it is told to call: signed by the AWS SDK's signer with this function's own role.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

const env = process.env;
const signer = new SignatureV4({
  service: 'execute-api',
  region: env.AWS_REGION,
  sha256: Sha256,
  credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY, sessionToken: env.AWS_SESSION_TOKEN },
});

export const handler = async (event) => event.body
  ? answer(await Promise.all(JSON.parse(event.body).map(call)))
  : answer({ function: 'node', caller: (event.requestContext.identity ?? event.requestContext.authorizer.iam).userArn });

async function call(told) {
  const { method } = told, url = new URL(told.url);
  const { headers } = await signer.sign({
    method, protocol: url.protocol, hostname: url.hostname, port: Number(url.port), path: url.pathname, query: {}, headers: { host: url.host },
  });
  const response = await fetch(url, { method, headers });
  return { status: response.status, reason: response.headers.get('x-localaws-reason'), body: await response.text() };
}

const answer = (body) => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
