import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const getByIdHandler = async (event) => {
  const { Item } = await table.send(new GetCommand({ TableName: process.env.SAMPLE_TABLE, Key: { id: event.pathParameters.id } }));
  return { statusCode: 200, body: JSON.stringify(Item) };
};
