// Signs in on a new device with amazon-cognito-identity-js, and again on the same one. Arguments: endpoint, pool, client, user, password, TOTP secret.
// Prints as JSON what each sign-in asked for, the device's key and what the access tokens say of it.
import identity from "amazon-cognito-identity-js";
import { TOTP } from "otpauth";

const [endpoint, UserPoolId, ClientId, Username, Password, secret] = process.argv.slice(2);
let at = Date.now() - 30000;

function signIn() {
  // What an application has after its start: no user, and what is in its storage.
  const user = new identity.CognitoUser({ Username, Pool: new identity.CognitoUserPool({ UserPoolId, ClientId, endpoint }) });
  const asked = [];
  return new Promise((resolve, reject) => {
    const callbacks = {
      onSuccess: (session) => resolve({ user, asked, device: session.getAccessToken().payload.device_key }),
      onFailure: (error) => reject(new Error(`${error.code}: ${error.message}`)),
      totpRequired: (name) => {
        asked.push(name);
        at += 30000;
        user.sendMFACode(new TOTP({ secret }).generate({ timestamp: at }), callbacks, name);
      },
    };
    user.authenticateUser(new identity.AuthenticationDetails({ Username, Password }), callbacks);
  });
}

const call = (action) => new Promise((resolve, reject) => action({ onSuccess: resolve, onFailure: reject }));

const first = await signIn();
const second = await signIn();
const refreshed = await new Promise((resolve, reject) =>
  second.user.refreshSession(second.user.getSignInUserSession().getRefreshToken(), (error, session) => (error ? reject(error) : resolve(session))));
const listed = await call((callbacks) => second.user.listDevices(10, null, callbacks));
await call((callbacks) => second.user.forgetDevice(callbacks));
const third = await signIn();
console.log(JSON.stringify({
  asked: [first.asked, second.asked, third.asked],
  devices: [first.device, second.device, refreshed.getAccessToken().payload.device_key],
  listed: listed.Devices.map((device) => device.DeviceKey),
  last: third.device,
}));
