// Makes a passkey with a software authenticator that others wrote, and signs in by it. Arguments: endpoint, client, user, password, origin, algorithm.
// Prints as JSON the access token of the sign-in, and what a second use of the same answer came to.
import webauthn from "nid-webauthn-emulator";

const [endpoint, ClientId, USERNAME, PASSWORD, origin, algorithm] = process.argv.slice(2);
const Emulator = webauthn.default ?? webauthn;
const emulator = new Emulator(new webauthn.AuthenticatorEmulator({ algorithmIdentifiers: [algorithm] }));

async function call(operation, members) {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify(members),
  });
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(`${operation}: ${body.__type}: ${body.message}`);
  }
  return body;
}

const { AuthenticationResult } = await call("InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } });
const { AccessToken } = AuthenticationResult;
const { CredentialCreationOptions } = await call("StartWebAuthnRegistration", { AccessToken });
await call("CompleteWebAuthnRegistration", { AccessToken, Credential: emulator.createJSON(origin, CredentialCreationOptions) });
const asked = await call("InitiateAuth", { ClientId, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME, PREFERRED_CHALLENGE: "WEB_AUTHN" } });
const CREDENTIAL = JSON.stringify(emulator.getJSON(origin, JSON.parse(asked.ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS)));
const answer = { ClientId, ChallengeName: asked.ChallengeName, Session: asked.Session, ChallengeResponses: { USERNAME, CREDENTIAL } };
const signedIn = await call("RespondToAuthChallenge", answer);
const again = await call("RespondToAuthChallenge", answer).then(() => "answered", (error) => error.message);
console.log(JSON.stringify({ access: signedIn.AuthenticationResult.AccessToken, again }));
