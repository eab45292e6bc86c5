// openid-client on a server, by discovery: turned down at the provider, signed in, refreshed, revoked.
import * as client from "openid-client";
import { agree, cancel } from "./chromium.mjs";
import { listOrders, placeOrder } from "./orders.mjs";
import { withServer } from "./server.mjs";

export default async function (page, here) {
  const pool = await client.discovery(new URL(here.issuer), here.client, here.secret);
  return withServer(here.origin, () => new Response("<!doctype html><title>Shop</title>", { headers: { "content-type": "text/html" } }), async () => {
    const go = async (act) => {
      const [pkceCodeVerifier, expectedState, expectedNonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
      const url = client.buildAuthorizationUrl(pool, {
        redirect_uri: `${here.origin}/callback`, scope: "openid email", identity_provider: here.provider, state: expectedState, nonce: expectedNonce,
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: "S256",
      });
      await page.goto(url.href);
      await act();
      await page.waitForURL(`${here.origin}/**`);
      return client.authorizationCodeGrant(pool, new URL(page.url()), { pkceCodeVerifier, expectedState, expectedNonce });
    };

    const turnedDown = await go(() => cancel(page)).catch((error) => ({ error: error.error, description: error.error_description }));

    const first = await go(() => agree(page, here.user));
    const claims = first.claims();
    const user = await client.fetchUserInfo(pool, first.access_token, claims.sub);
    const placed = await placeOrder(here.orders, first.id_token);
    const listed = await listOrders(here.orders, first.id_token);
    const second = await client.refreshTokenGrant(pool, first.refresh_token);
    const signedIn = { claims, user, placed, listed, isRefreshed: second.access_token !== first.access_token, listedAgain: await listOrders(here.orders, second.id_token) };

    await client.tokenRevocation(pool, first.refresh_token);
    const revoked = await client.refreshTokenGrant(pool, first.refresh_token).catch((error) => ({ error: error.error }));
    return { turnedDown, signedIn, revoked, listedByNobody: await listOrders(here.orders) };
  });
}
