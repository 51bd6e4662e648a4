// The tools that answer by themselves.
import { setTimeout as pass } from "node:timers/promises";
import { fromJsonSchema } from "@modelcontextprotocol/server";
import { z } from "zod";
import { audio, embedded, image, text } from "./content.mjs";

const ALL_OF_2020_12 = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  $defs: {
    address: {
      $anchor: "addressDef",
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" } },
    },
  },
  properties: {
    name: { type: "string" },
    address: { $ref: "#/$defs/address" },
    contactMethod: { type: "string", enum: ["phone", "email"] },
    phone: { type: "string" },
    email: { type: "string" },
  },
  allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
  if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
  then: { required: ["phone"] },
  else: { required: ["email"] },
  additionalProperties: false,
};

const IN_A_HEADER = {
  type: "object",
  properties: { region: { type: "string", "x-mcp-header": "Region" } },
  required: ["region"],
};

export function addTools(server, heard) {
  const add = (name, run, inputSchema = z.object({})) =>
    server.registerTool(name, { description: `Answers, as ${name}`, inputSchema }, run);
  const answering = (name, ...content) => add(name, () => ({ content }));

  answering("test_simple_text", text("This is a simple text response for testing."));
  answering("test_image_content", image);
  answering("test_audio_content", audio);
  answering(
    "test_embedded_resource",
    embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."),
  );
  answering(
    "test_multiple_content_types",
    text("Multiple content types test:"),
    image,
    embedded("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
  );
  add("test_error_handling", () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  add(
    "json_schema_2020_12_tool",
    (args) => ({ content: [text(JSON.stringify(args))] }),
    fromJsonSchema(ALL_OF_2020_12),
  );
  add("test_header", ({ region }) => ({ content: [text(region)] }), fromJsonSchema(IN_A_HEADER));

  addSpeaking(add);
  add("test_trigger_tool_change", () => {
    heard().toolsChanged();
    return { content: [text("Changed")] };
  });
  add("test_trigger_prompt_change", () => {
    heard().promptsChanged();
    return { content: [text("Changed")] };
  });
}

// Those that say something on the way to their answer.
function addSpeaking(add) {
  add("test_tool_with_logging", async (_, { mcpReq }) => {
    for (const words of ["started", "processing data", "completed"]) {
      await mcpReq.log("info", `Tool execution ${words}`);
      await pass(50);
    }
    return { content: [text("Logged")] };
  });
  add("test_logging_tool", async (_, { mcpReq }) => {
    await mcpReq.log("info", "Heard by whoever asked for it");
    return { content: [text("Logged")] };
  });

  const stepping = async (_, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) {
        const params = { progressToken, progress, total: 100 };
        await mcpReq.notify({ method: "notifications/progress", params });
      }
      await pass(50);
    }
    return { content: [text("Done")] };
  };
  add("test_tool_with_progress", stepping);
  add("test_streaming_elicitation", stepping);

  add("test_reconnection", async (_, { http }) => {
    http?.closeSSE?.();
    await pass(100);
    return { content: [text("Told after the stream was closed")] };
  });
}
