const stock = await Promise.resolve(3);

export const find = async (event) => ({ stock, caller: event.requestContext.authorizer.iam.userArn, version: event.version });
