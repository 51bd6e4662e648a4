// Shows openapi.json for people: operations by tag, then the shapes that they take and answer.

const METHODS = ["get", "post", "put", "patch", "delete"];
const main = document.getElementById("main");
const contents = document.getElementById("contents");

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

/** Text with `code` in it, as paragraphs. */
function paragraphs(text) {
  return (text ?? "").trim().split(/\n\s*\n/).filter(Boolean).map((paragraph) =>
    element("p", {}, ...paragraph.split("`").map((part, index) =>
      index % 2 === 1 ? element("code", {}, part) : part)));
}

function nameOf(reference) {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** A schema in words, with links to the shapes that it names. */
function typeOf(schema) {
  if (!schema) return ["anything"];
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return [element("a", { class: "ref", href: "#shape-" + name }, name)];
  }
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.flatMap((each, index) => index ? [" or ", ...typeOf(each)] : typeOf(each));
  const type = [schema.type ?? "anything"].flat().join(" or ");
  if (type === "array") return ["list of ", ...typeOf(schema.items)];
  if (schema.enum) return [schema.enum.filter((each) => each !== null).join(" | ")];
  return [schema.format ? `${type} (${schema.format})` : type];
}

function field(name, schema, needed, text) {
  const fallback = schema?.default === undefined ? "" : `Default: ${JSON.stringify(schema.default)}. `;
  const example = schema?.example === undefined ? "" : `Example: ${JSON.stringify(schema.example)}.`;
  return element("div", {},
    element("dt", {},
      element("code", {}, name),
      element("span", { class: "type" }, ...typeOf(schema)),
      needed ? element("span", { class: "needed" }, "required") : undefined),
    element("dd", {}, ...paragraphs(text ?? schema?.description), fallback + example ? element("p", { class: "muted" }, fallback + example) : undefined));
}

function fieldsOf(schema) {
  return element("dl", { class: "fields" },
    ...Object.entries(schema.properties ?? {}).map(([name, property]) =>
      field(name, property, schema.required?.includes(name))));
}

function section(title, content) {
  return content ? [element("h4", {}, title), content] : [];
}

function parametersOf(operation) {
  const shown = operation.parameters ?? [];
  return shown.length === 0 ? undefined : element("dl", { class: "fields" },
    ...shown.map((each) => field(each.name, each.schema, each.required && each.in !== "path", each.description)));
}

function contentOf(content) {
  const entries = Object.entries(content ?? {});
  return entries.length === 0 ? undefined : element("dl", { class: "fields" },
    ...entries.map(([type, media]) => field(type, media.schema, false, "")));
}

function responsesOf(operation) {
  return element("dl", { class: "fields" },
    ...Object.entries(operation.responses ?? {}).filter(([status]) => status !== "default").map(([status, response]) => {
      const media = Object.values(response.content ?? {})[0];
      return element("div", {},
        element("dt", {}, element("code", {}, status), element("span", { class: "type" }, ...(media ? typeOf(media.schema) : ["no body"]))),
        element("dd", {}, ...paragraphs(response.description)));
    }));
}

function cardOf({ path, method, operation, id }) {
  const open = operation.security?.length === 0;
  return element("article", { class: "card", id },
    element("h3", {}, operation.summary ?? operation.operationId),
    element("p", { class: "address" },
      element("span", { class: "method " + method }, method.toUpperCase()),
      element("span", {}, path),
      open ? element("span", { class: "open" }, "no credential needed") : undefined),
    ...paragraphs(operation.description),
    ...section("Parameters", parametersOf(operation)),
    ...section("Body", contentOf(operation.requestBody?.content)),
    ...section("Answers", responsesOf(operation)));
}

function operationsOf(api) {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      path, method, operation: item[method], id: "operation-" + item[method].operationId,
    })));
}

function group(title, text, cards, links) {
  const id = "group-" + title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  main.append(element("h2", { id }, title), ...paragraphs(text).map((each) => (each.className = "tag-text", each)), ...cards);
  contents.append(element("details", innerWidth >= 960 ? { open: "" } : {},
    element("summary", {}, title),
    element("ul", {}, ...links.map(([href, name]) => element("li", {}, element("a", { href }, name))))));
}

function show(api) {
  document.getElementById("loading").remove();
  main.append(element("div", { class: "intro" },
    element("h1", {}, "REST interface"),
    element("p", { class: "muted" }, `Version ${api.info.version}, OpenAPI ${api.openapi}`),
    ...paragraphs(api.info.description)));
  const operations = operationsOf(api);
  const texts = new Map((api.tags ?? []).map((tag) => [tag.name, tag.description]));
  const tags = [...new Set(operations.map((each) => each.operation.tags?.[0] ?? "Other"))].sort();
  for (const tag of tags) {
    const own = operations.filter((each) => (each.operation.tags?.[0] ?? "Other") === tag);
    group(tag, texts.get(tag), own.map(cardOf), own.map((each) => ["#" + each.id, each.operation.summary ?? each.path]));
  }
  const shapes = Object.entries(api.components?.schemas ?? {});
  group("Shapes", "What bodies consist of.",
    shapes.map(([name, schema]) => element("article", { class: "card", id: "shape-" + name },
      element("h3", {}, name), ...paragraphs(schema.description), fieldsOf(schema))),
    shapes.map(([name]) => ["#shape-" + name, name]));
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

try {
  const answer = await fetch("/openapi.json");
  if (!answer.ok) throw new Error(String(answer.status));
  show(await answer.json());
} catch {
  document.getElementById("loading")?.replaceChildren("The description cannot be read now. Reload the page to try again.");
}
