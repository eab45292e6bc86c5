// Verifies a token with libraries written elsewhere. Arguments: library, jwks URL, issuer, pool, client, use, token. Prints "good" or "refused".
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { createRemoteJWKSet, jwtVerify } from "jose";

const [library, jwks, issuer, userPoolId, clientId, tokenUse, token] = process.argv.slice(2);
try {
  if (library === "jose") {
    await jwtVerify(token, createRemoteJWKSet(new URL(jwks)), { issuer, audience: tokenUse === "id" ? clientId : undefined, algorithms: ["RS256"] });
  } else {
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
    verifier.cacheJwks(await (await fetch(jwks)).json());
    await verifier.verify(token);
  }
  console.log("good");
} catch (error) {
  console.log("refused", error.name);
}
