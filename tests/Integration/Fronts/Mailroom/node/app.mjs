// A call of an SDK by each route: 200 with what it answered, or 403 with the SDK's own error, which is in the log too.
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SQS } from '@aws-sdk/client-sqs';

const { QUEUE_URL: QueueUrl, SECRET: SecretId, BUCKET: Bucket } = process.env;
const sqs = new SQS(), secrets = new SecretsManager(), s3 = new S3();

const calls = {
  send: async () => (await sqs.sendMessage({ QueueUrl, MessageBody: 'Dear all' })).MD5OfMessageBody,
  receive: async () => (await sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 0 })).Messages[0].Body,
  count: async () => Object.keys((await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] })).Attributes),
  read: async () => (await secrets.getSecretValue({ SecretId })).SecretString,
  describe: async () => (await secrets.describeSecret({ SecretId })).ARN === SecretId,
  put: async () => (await s3.putObject({ Bucket, Key: 'node/letter', Body: 'Dear all' })).ETag,
  get: async () => (await s3.getObject({ Bucket, Key: 'node/letter' })).Body.transformToString(),
  list: async () => (await s3.listObjectsV2({ Bucket, Prefix: 'node/' })).Contents.map((found) => found.Key),
  delete: async () => (await s3.deleteObject({ Bucket, Key: 'node/gone' })).$metadata.httpStatusCode,
  drop: async () => (await s3.deleteObject({ Bucket, Key: 'kept/letter' })).$metadata.httpStatusCode,
};

export const handler = async (event) => {
  const { call } = event.pathParameters;
  try {
    return answer(200, await calls[call]());
  } catch (refused) {
    if (!refused.$metadata) throw refused;
    console.error(`${call}: ${refused.name}: ${refused.message}`);
    return answer(403, { Code: refused.name, Message: refused.message });
  }
};

const answer = (statusCode, body) => ({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
