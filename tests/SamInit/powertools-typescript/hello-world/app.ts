import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

const logger = new Logger();
const metrics = new Metrics();
const tracer = new Tracer();

export const lambdaHandler = async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
  logger.addContext(context);
  logger.info('asked', { path: event.path });
  const segment = tracer.getSegment();
  if (!segment) {
    return { statusCode: 500, body: 'no segment' };
  }

  const part = segment.addNewSubsegment('## hello');
  tracer.setSegment(part);
  tracer.annotateColdStart();
  metrics.captureColdStartMetric();
  part.close();
  tracer.setSegment(segment);
  metrics.publishStoredMetrics();
  return { statusCode: 200, body: JSON.stringify({ message: 'hello world' }) };
};
