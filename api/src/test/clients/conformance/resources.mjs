// What can be read and subscribed to.
import { ResourceTemplate } from "@modelcontextprotocol/server";
import { PNG } from "./content.mjs";

const plain = (uri, words) => ({ contents: [{ uri, mimeType: "text/plain", text: words }] });

export function addResources(server) {
  const add = (name, uri, mimeType, read) =>
    server.registerResource(name, uri, { description: `The ${name}`, mimeType }, read);

  add("static text", "test://static-text", "text/plain", () =>
    plain("test://static-text", "This is the content of the static text resource."),
  );
  add("static binary", "test://static-binary", "image/png", () => ({
    contents: [{ uri: "test://static-binary", mimeType: "image/png", blob: PNG }],
  }));
  add("watched resource", "test://watched-resource", "text/plain", () =>
    plain("test://watched-resource", "Watched"),
  );

  const template = new ResourceTemplate("test://template/{id}/data", { list: undefined });
  add("template", template, "application/json", (uri, { id }) => ({
    contents: [
      {
        uri: uri.href,
        mimeType: "application/json",
        text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
      },
    ],
  }));
}

// Before revision 2026-07-28 a client says one by one what it wants to hear of.
export function addSubscriptions(server) {
  server.server.setRequestHandler("resources/subscribe", () => ({}));
  server.server.setRequestHandler("resources/unsubscribe", () => ({}));
}
