import camelCase from 'camelcase';

export const lambdaHandler = async (event, context) => ({
  statusCode: 200,
  body: JSON.stringify({ message: camelCase('hello-world') === 'helloWorld' && context.awsRequestId ? 'hello world' : 'nothing' }),
});
