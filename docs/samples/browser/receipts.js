// A customer's own part of a bucket, with AWS's own SDK: receipts to read, uploads to send. Nothing but IAM stands between two customers.
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-provider-cognito-identity';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

// On AWS leave the endpoint out, and forcePathStyle below.
const endpoint = 'http://127.0.0.1:4566';
const region = 'us-east-1';
const poolId = 'CUSTOMER_POOL_ID', clientId = 'STOREFRONT_CLIENT_ID', identityPoolId = 'CUSTOMER_IDENTITIES_ID', bucket = 'RECEIPTS_BUCKET_NAME';

const [signIn, look, send, answers] = ['sign-in', 'look', 'send', 'answers'].map(id => document.getElementById(id));
let s3;

signIn.onsubmit = async event => {
  event.preventDefault();
  const form = new FormData(signIn);
  const users = new CognitoIdentityProviderClient({ region, endpoint });
  const { AuthenticationResult: { IdToken } } = await users.send(new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters: { USERNAME: form.get('email'), PASSWORD: form.get('password') } }));

  // The token buys credentials of the role for customers, which only open what is the customer's.
  const credentials = fromCognitoIdentityPool({
    identityPoolId, logins: { [`cognito-idp.${region}.amazonaws.com/${poolId}`]: IdToken }, clientConfig: { region, endpoint } });
  // A URL is signed before there is a body, so no checksum of one may be in it.
  s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });

  const customerId = JSON.parse(atob(IdToken.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).sub;
  look.elements.key.value = `receipts/${customerId}/`;
  send.elements.key.value = `uploads/${(await credentials()).identityId}/`;
  look.hidden = send.hidden = false;
  await list(look.elements.key.value);
};

look.onsubmit = event => {
  event.preventDefault();
  const key = look.elements.key.value;
  return event.submitter.value === 'list' ? list(key) : show(`read ${key}`, s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })), answer => answer.Body.transformToString());
};

// By a URL that anybody could be given: it carries the signer's permissions, for this key, for a minute.
send.onsubmit = async event => {
  event.preventDefault();
  const key = send.elements.key.value;
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: 60 });
  const answer = await fetch(url, { method: 'PUT', body: send.elements.file.files[0] });
  print(`send ${key}: ${answer.status} ${/<Code>(.*)<\/Code>/.exec(await answer.text())?.[1] ?? ''}`);
};

function list(prefix) {
  return show(`list ${prefix}`, s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix })), ({ Contents = [] }) => Contents.map(({ Key }) => Key).join(' '));
}

async function show(what, request, read) {
  const line = await request.then(async answer => `${answer.$metadata.httpStatusCode} ${await read(answer)}`, error => `${error.$metadata?.httpStatusCode ?? ''} ${error.name}`);
  print(`${what}: ${line}`);
}

function print(line) {
  answers.textContent += `${line.trimEnd()}\n`;
}
