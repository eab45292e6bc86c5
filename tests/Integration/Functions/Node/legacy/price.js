exports.find = (event, context, callback) => {
  setTimeout(() => callback(null, { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ price: 7, request: context.awsRequestId }) }), 1);
};
