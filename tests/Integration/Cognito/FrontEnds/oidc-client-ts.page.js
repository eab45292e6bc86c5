// A page of the shop on oidc-client-ts, which knows nothing of Cognito but its issuer.
import { UserManager, WebStorageStateStore } from "oidc-client-ts";
import { listOrders, placeOrder } from "./orders.mjs";

const here = HERE;
const users = new UserManager({
  authority: here.issuer,
  client_id: here.client,
  redirect_uri: `${here.origin}/`,
  scope: "openid email",
  loadUserInfo: true,
  userStore: new WebStorageStateStore({ store: window.localStorage }),
});

window.signIn = () => users.signinRedirect({ state: "basket 7", extraQueryParams: { identity_provider: here.provider } });
window.finish = () => users.signinRedirectCallback().then((user) => ({ profile: user.profile, id: user.id_token, access: user.access_token, state: user.state }), (error) => ({ error: error.error, description: error.error_description }));
window.refresh = async () => {
  const user = await users.signinSilent();
  return { id: user.id_token, access: user.access_token };
};
// Cognito's end_session_endpoint wants parameters of its own.
window.signOut = () => users.signoutRedirect({ extraQueryParams: { client_id: here.client, logout_uri: `${here.origin}/` } });
window.user = () => users.getUser();
window.place = (token) => placeOrder(here.orders, token);
window.list = (token) => listOrders(here.orders, token);
