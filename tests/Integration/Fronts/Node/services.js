// The SDK's packages, by the names that calls.json has for services.
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as events from "@aws-sdk/client-eventbridge";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as secretsmanager from "@aws-sdk/client-secrets-manager";
import * as ses from "@aws-sdk/client-ses";
import * as sesv2 from "@aws-sdk/client-sesv2";
import * as stepfunctions from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";

const clients = {
  cloudwatch: [cloudwatch, "CloudWatchClient"], logs: [logs, "CloudWatchLogsClient"], events: [events, "EventBridgeClient"], kinesis: [kinesis, "KinesisClient"],
  kms: [kms, "KMSClient"], s3: [s3, "S3Client"], secretsmanager: [secretsmanager, "SecretsManagerClient"], ses: [ses, "SESClient"], sesv2: [sesv2, "SESv2Client"],
  stepfunctions: [stepfunctions, "SFNClient"], sns: [sns, "SNSClient"], sqs: [sqs, "SQSClient"], ssm: [ssm, "SSMClient"],
};

/** A package's commands, and its client as `Client`. */
export const services = Object.fromEntries(Object.entries(clients).map(([name, [module, client]]) => [name, { ...module, Client: module[client] }]));
