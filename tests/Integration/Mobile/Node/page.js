// The web app: signs in, trades the ID token for AWS credentials, and calls the API and the table itself. All with AWS's own SDK.
import { CognitoIdentityProviderClient, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { fromCognitoIdentityPool } from "@aws-sdk/credential-provider-cognito-identity";
import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "@aws-crypto/sha256-js";

const region = "us-east-1";

window.signIn = async ({ endpoint, clientId, username, password }) => {
  const users = new CognitoIdentityProviderClient({ region, endpoint });
  const answer = await users.send(
    new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: clientId, AuthParameters: { USERNAME: username, PASSWORD: password } }),
  );
  return answer.AuthenticationResult.IdToken;
};

// Without a token, as a guest.
window.credentials = ({ endpoint, identityPoolId, userPoolId, idToken }) =>
  fromCognitoIdentityPool({
    identityPoolId,
    logins: idToken ? { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: idToken } : undefined,
    clientConfig: { region, endpoint },
  })();

window.listOrders = async ({ ordersUrl, credentials, customerId }) => {
  const url = new URL(`${ordersUrl}/mobile/orders`);
  const signer = new SignatureV4({ service: "execute-api", region, credentials, sha256: Sha256 });
  const query = customerId ? { customerId } : {};
  const signed = await signer.sign({ method: "GET", protocol: url.protocol, hostname: url.hostname, port: Number(url.port), path: url.pathname, query, headers: { host: url.host } });
  delete signed.headers.host; // The browser's own.
  url.search = new URLSearchParams(query).toString();
  const answer = await fetch(url, { headers: signed.headers }).catch((error) => ({ status: 0, json: async () => ({ message: String(error) }) }));
  return { status: answer.status, body: await answer.json() };
};

window.queryTable = async ({ endpoint, table, customerId, credentials }) => {
  const tables = new DynamoDBClient({ region, endpoint, credentials });
  try {
    const answer = await tables.send(
      new QueryCommand({ TableName: table, IndexName: "customer", KeyConditionExpression: "customerId = :c", ExpressionAttributeValues: { ":c": { S: customerId } } }),
    );
    return { count: answer.Count };
  } catch (error) {
    return { refused: error.name, message: error.message };
  }
};
