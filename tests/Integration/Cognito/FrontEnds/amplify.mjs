// aws-amplify in a page: turned down at the provider, signed in, refreshed, signed out.
import { agree, cancel } from "./chromium.mjs";
import { withPage } from "./server.mjs";

const happened = (page, event) => page.waitForFunction((event) => window.happened?.some((one) => one.startsWith(event)), event);

export default (page, here) => withPage(here, async () => {
  await page.goto(`${here.origin}/`);

  await page.evaluate(() => void window.signIn());
  await cancel(page);
  await page.waitForURL(`${here.origin}/**`);
  await happened(page, "signInWithRedirect_failure");
  const turnedDown = await page.evaluate(async () => ({ happened: window.happened.filter((one) => one.startsWith("signInWithRedirect")), session: (await window.session()) ?? null }));

  await page.evaluate(() => void window.signIn());
  await agree(page, here.user);
  await happened(page, "signedIn");
  await happened(page, "customOAuthState");
  const signedIn = await page.evaluate(async () => {
    const first = await window.session();
    const placed = await window.place(first.id);
    const listed = await window.list(first.id);
    const second = await window.session(true);
    return {
      state: window.happened.find((one) => one.startsWith("customOAuthState")), claims: first.claims, placed, listed,
      isRefreshed: second.access !== first.access && second.claims.sub === first.claims.sub, listedAgain: await window.list(second.id),
    };
  });

  await page.evaluate(() => void window.signOut());
  await page.waitForRequest((request) => new URL(request.url()).pathname.endsWith("/logout"));
  await page.waitForURL(`${here.origin}/**`);
  await page.waitForFunction(() => window.session);
  const signedOut = await page.evaluate(async () => ({ session: (await window.session()) ?? null, listed: await window.list() }));
  return { turnedDown, signedIn, signedOut };
});
