package ai.preloop.activities.mcp;

import java.util.List;

/**
 * What a server lists. {@code refused} names what cannot be used: a definition that is too large or
 * has no name or schema, a second one of the same name, and one that asks for headers which cannot
 * be sent.
 */
public record ToolList(List<ToolDefinition> tools, List<String> refused) {

  public ToolList {
    tools = List.copyOf(tools);
    refused = List.copyOf(refused);
  }
}
