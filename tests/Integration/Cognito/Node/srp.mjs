// Signs in by SRP with amazon-cognito-identity-js. Arguments: endpoint, pool, client, user, password[, new password]. Prints the tokens as JSON.
import identity from "amazon-cognito-identity-js";

const [endpoint, UserPoolId, ClientId, Username, Password, newPassword] = process.argv.slice(2);
const user = new identity.CognitoUser({ Username, Pool: new identity.CognitoUserPool({ UserPoolId, ClientId, endpoint }) });
const callbacks = {
  onSuccess: (session) => console.log(JSON.stringify({ id: session.getIdToken().getJwtToken(), access: session.getAccessToken().getJwtToken() })),
  onFailure: (error) => console.log(JSON.stringify({ refused: error.code, message: error.message })),
  newPasswordRequired: () => (newPassword ? user.completeNewPasswordChallenge(newPassword, {}, callbacks) : console.log(JSON.stringify({ challenge: "NEW_PASSWORD_REQUIRED" }))),
};
user.authenticateUser(new identity.AuthenticationDetails({ Username, Password }), callbacks);
