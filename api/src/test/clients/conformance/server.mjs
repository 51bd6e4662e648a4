// The server that the suite is run against, directly and through Preloop: with sessions for the
// revisions that have them, and without for 2026-07-28. Says on which port it listens.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import {
  localhostHostValidation,
  localhostOriginValidation,
  NodeStreamableHTTPServerTransport,
  toNodeHandler,
  toWebRequest,
} from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  createRequestStateCodec,
  isLegacyRequest,
  McpServer,
} from "@modelcontextprotocol/server";
import { rememberedEvents } from "./events.mjs";
import { addInputRequired, addQuestions } from "./inputs.mjs";
import { addPrompts } from "./prompts.mjs";
import { addResources, addSubscriptions } from "./resources.mjs";
import { addTools } from "./tools.mjs";

const states = createRequestStateCodec({ key: randomUUID() });
const sessions = new Map();

function server({ era }) {
  const made = new McpServer(
    { name: "conformance", version: "1" },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: states.verify },
    },
  );
  addTools(made, () => stateless.notify);
  addQuestions(made);
  addInputRequired(made, states.mint);
  addPrompts(made);
  addResources(made);
  if (era === "legacy") {
    addSubscriptions(made);
  }
  return made;
}

const stateless = createMcpHandler(server, { legacy: "reject" });
const withoutSession = toNodeHandler(stateless);

async function opened() {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, transport),
    onsessionclosed: (id) => sessions.delete(id),
    eventStore: rememberedEvents(),
    retryInterval: 200,
  });
  await server({ era: "legacy" }).connect(transport);
  return transport;
}

async function withSession(request, response, body) {
  const id = request.headers["mcp-session-id"];
  const transport = id ? sessions.get(id) : await opened();
  if (transport) {
    await transport.handleRequest(request, response, body);
  } else {
    response.writeHead(404).end();
  }
}

async function read(request) {
  const chunks = await Array.fromAsync(request);
  return chunks.length ? JSON.parse(Buffer.concat(chunks)) : undefined;
}

const allowed = [localhostHostValidation(), localhostOriginValidation()];

createServer(async (request, response) => {
  if (!allowed.every((isAllowed) => isAllowed(request, response))) {
    return;
  }
  const body = await read(request);
  const isOld = await isLegacyRequest(await toWebRequest(request, body));
  await (isOld ? withSession : withoutSession)(request, response, body);
}).listen(0, "127.0.0.1", function () {
  console.log(`port ${this.address().port}`);
});
