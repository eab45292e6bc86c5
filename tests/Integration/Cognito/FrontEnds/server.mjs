// The shop's web server: with a page, or with a library that runs there.
import { createServer } from "node:http";

// The page, with the script that is made of a library.
export const withPage = (here, act) => withServer(
  here.origin,
  (request) => new URL(request.url).pathname === "/page.js"
    ? new Response(here.bundle, { headers: { "content-type": "text/javascript" } })
    : new Response("<!doctype html><title>Shop</title><script src=/page.js></script>", { headers: { "content-type": "text/html" } }),
  act,
);

export async function withServer(origin, answer, act) {
  const server = createServer(async (request, response) => {
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
      const headers = new Headers(Object.entries(request.headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
      const answered = await answer(new Request(new URL(request.url, origin), { method: request.method, headers, body }));
      response.statusCode = answered.status;
      for (const [name, value] of answered.headers) if (name !== "set-cookie") response.setHeader(name, value);
      response.setHeader("set-cookie", answered.headers.getSetCookie());
      response.end(Buffer.from(await answered.arrayBuffer()));
    } catch (error) {
      console.error(`server: ${error.stack}`);
      response.statusCode = 500;
      response.end();
    }
  });
  await new Promise((listening) => server.listen(Number(new URL(origin).port), "localhost", listening));
  try {
    return await act();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
