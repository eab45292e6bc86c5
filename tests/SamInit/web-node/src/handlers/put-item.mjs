import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const putItemHandler = async (event) => {
  const item = JSON.parse(event.body);
  await table.send(new PutCommand({ TableName: process.env.SAMPLE_TABLE, Item: item }));
  return { statusCode: 200, body: JSON.stringify(item) };
};
