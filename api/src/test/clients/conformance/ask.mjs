// What the suite runs for each scenario, with the address last: has the client at CLIENT do it.
const {
  CLIENT,
  MCP_CONFORMANCE_SCENARIO: scenario,
  MCP_CONFORMANCE_CONTEXT: context = "{}",
  MCP_CONFORMANCE_PROTOCOL_VERSION: version,
} = process.env;
const body = JSON.stringify({
  scenario,
  version,
  context: JSON.parse(context),
  url: process.argv.at(-1),
});
const done = await fetch(CLIENT, { method: "POST", body });
if (!done.ok) {
  console.error(await done.text());
  process.exit(1);
}
