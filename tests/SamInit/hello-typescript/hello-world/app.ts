import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

export const lambdaHandler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> =>
  ({ statusCode: event.httpMethod === 'GET' ? 200 : 500, body: JSON.stringify({ message: 'hello world' }) });
