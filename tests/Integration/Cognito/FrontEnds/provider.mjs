// An identity provider of OpenID Connect: npm's oidc-provider with its own pages, where anybody signs in by any name. Arguments: its port, the address it may send browsers back to.
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "the-pool", client_secret: "a-secret-of-the-pool-at-the-provider", redirect_uris: [redirectUri], token_endpoint_auth_method: "client_secret_post" }],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  cookies: { keys: ["for one test run"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com`, email_verified: true }) }),
});
provider.listen(Number(port), "127.0.0.1");
