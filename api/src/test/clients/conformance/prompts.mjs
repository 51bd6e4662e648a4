// The prompts, one of which asks its client before it answers.
import { acceptedContent, completable, inputRequired } from "@modelcontextprotocol/server";
import { z } from "zod";
import { embedded, image, text } from "./content.mjs";
import { form } from "./inputs.mjs";

const user = (content) => ({ role: "user", content });

export function addPrompts(server) {
  server.registerPrompt("test_simple_prompt", { description: "Says one thing" }, () => ({
    messages: [user(text("This is a simple prompt for testing."))],
  }));

  const words = ["paris", "park", "party", "test"];
  const begun = (value) => words.filter((word) => word.startsWith(value));
  const argsSchema = z.object({ arg1: completable(z.string(), begun), arg2: z.string() });
  server.registerPrompt(
    "test_prompt_with_arguments",
    { description: "Says what it is given", argsSchema },
    ({ arg1, arg2 }) => ({
      messages: [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
    }),
  );

  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { description: "Embeds a resource", argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        user(embedded(resourceUri, "text/plain", "Embedded resource content for testing.")),
        user(text("Please process the embedded resource above.")),
      ],
    }),
  );

  server.registerPrompt("test_prompt_with_image", { description: "Shows an image" }, () => ({
    messages: [user(image), user(text("Please analyze the image above."))],
  }));

  server.registerPrompt(
    "test_input_required_result_prompt",
    { description: "Asks for its context" },
    ({ mcpReq }) => {
      const given = acceptedContent(mcpReq.inputResponses, "user_context");
      return given
        ? { messages: [user(text(`In the context of ${given.context}`))] }
        : inputRequired({
            inputRequests: {
              user_context: form("What context should the prompt use?", {
                context: { type: "string" },
              }),
            },
          });
    },
  );
}
