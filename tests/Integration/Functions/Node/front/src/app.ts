import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Thing } from './thing';

const env = process.env as Record<string, string>;
const signer = new SignatureV4({
  service: 'execute-api',
  region: env.AWS_REGION,
  sha256: Sha256,
  credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY, sessionToken: env.AWS_SESSION_TOKEN },
});

export async function handler(event: { pathParameters: { thing: Thing }, requestContext: { identity: { userArn: string } } }) {
  if (event.pathParameters.thing === 'broken') {
    throw new Error('as asked');
  }

  const url = new URL(`${env.WAREHOUSE}/${event.pathParameters.thing}`);
  const signed = await signer.sign({
    method: 'GET', protocol: url.protocol, hostname: url.hostname, port: Number(url.port), path: url.pathname, query: {}, headers: { host: url.host },
  });
  const answer = await fetch(url, { headers: signed.headers });
  return { statusCode: answer.status, body: JSON.stringify({ caller: event.requestContext.identity.userArn, warehouse: await answer.json() }) };
}
