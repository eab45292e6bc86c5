import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export const tell = awslambda.streamifyResponse(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'content-type': 'text/plain', 'x-told': 'by a stream' } });
  await pipeline(Readable.from(['one ', 'two ', event.requestContext.http.method]), http);
});
