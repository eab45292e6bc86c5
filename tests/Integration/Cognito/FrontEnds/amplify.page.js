// A page of the shop on aws-amplify, as its guide has it.
import { Amplify } from "aws-amplify";
import { Hub } from "aws-amplify/utils";
import { fetchAuthSession, signInWithRedirect, signOut } from "aws-amplify/auth";
import { listOrders, placeOrder } from "./orders.mjs";

const here = HERE;
window.happened = [];
Hub.listen("auth", ({ payload }) => {
  window.happened.push(payload.event === "signInWithRedirect_failure" ? `${payload.event}: ${payload.data?.error?.message}` : payload.event === "customOAuthState" ? `${payload.event}: ${payload.data}` : payload.event);
});
Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: here.pool,
      userPoolClientId: here.client,
      userPoolEndpoint: here.endpoint,
      loginWith: {
        oauth: {
          domain: `${new URL(here.endpoint).host}/auth/${here.domain}`,
          scopes: ["openid", "email"],
          redirectSignIn: [`${here.origin}/`],
          redirectSignOut: [`${here.origin}/`],
          responseType: "code",
        },
      },
    },
  },
});

window.signIn = () => signInWithRedirect({ provider: here.provider === "Google" ? "Google" : { custom: here.provider }, customState: "basket 7" });
window.signOut = () => signOut();
window.session = async (forceRefresh) => {
  const { tokens } = await fetchAuthSession({ forceRefresh });
  return tokens && { id: tokens.idToken.toString(), access: tokens.accessToken.toString(), claims: tokens.idToken.payload };
};
window.place = (token) => placeOrder(here.orders, token);
window.list = (token) => listOrders(here.orders, token);
