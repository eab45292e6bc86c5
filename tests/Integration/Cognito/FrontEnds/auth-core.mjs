// @auth/core (Auth.js, NextAuth 5) on a server, with its own pages and its provider "Cognito": the user picks the other provider at the pool's page.
import { Auth } from "@auth/core";
import Cognito from "@auth/core/providers/cognito";
import { agree, cancel } from "./chromium.mjs";
import { listOrders, placeOrder } from "./orders.mjs";
import { withServer } from "./server.mjs";

export default async function (page, here) {
  let tokens;
  const failures = [];
  // Cognito puts a nonce of its own into the ID token of a federated sign-in that asked for none, which the library then refuses: its users add "nonce" to the checks.
  const config = (checks) => ({
    basePath: "/auth",
    secret: "a secret of the shop's server for one test run",
    trustHost: true,
    logger: { error: (error) => failures.push(String(error.cause?.err?.message ?? error.message ?? error)), warn() {}, debug() {} },
    providers: [Cognito({ clientId: here.client, clientSecret: here.secret, issuer: here.issuer, checks })],
    callbacks: {
      jwt({ token, account }) {
        tokens = account ?? tokens;
        return token;
      },
    },
  });
  let checks = ["pkce", "state", "nonce"];
  const answer = (request) => new URL(request.url).pathname === "/" ? new Response("<!doctype html><title>Shop</title>", { headers: { "content-type": "text/html" } }) : Auth(request, config(checks));
  return withServer(here.origin, answer, async () => {
    const begin = async () => {
      await page.goto(`${here.origin}/auth/signin`);
      await page.click("button:has-text('Cognito')");
      await page.click(`:is(a, button):has-text('${here.provider}')`);
    };
    const session = () => page.evaluate(() => fetch("/auth/session").then((answer) => answer.json()));

    await begin();
    await cancel(page);
    await page.waitForURL(`${here.origin}/**`);
    const turnedDown = { session: await session(), listed: await listOrders(here.orders) };

    await begin();
    await agree(page, here.user);
    await page.waitForURL(`${here.origin}/**`);
    const signedIn = { session: await session(), placed: await placeOrder(here.orders, tokens.id_token), listed: await listOrders(here.orders, tokens.id_token) };

    checks = ["pkce", "state"];
    await page.context().clearCookies();
    failures.length = 0;
    await begin();
    await agree(page, here.user);
    await page.waitForURL(`${here.origin}/**`);
    return { turnedDown, signedIn, withoutNonce: { session: await session(), failures } };
  });
}
