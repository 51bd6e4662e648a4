package ai.preloop.activities.generation;

import ai.preloop.activities.servers.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tools that an account knows, as far as a model is told of them: each with its schema where
 * that is small, and else with the names of its arguments.
 */
record ToolFacts(List<Map<String, Object>> tools, int leftOut) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_SCHEMA = 2_000;
  private static final int LONGEST_DESCRIPTION = 300;
  private static final int LONGEST = 60_000;

  static ToolFacts of(Catalog catalog) {
    List<Map<String, Object>> told = new ArrayList<>();
    int length = 0;
    for (Catalog.Tool tool : catalog.tools()) {
      Map<String, Object> facts = facts(tool);
      length += JSON.writeValueAsString(facts).length();
      if (length > LONGEST) {
        break;
      }
      told.add(facts);
    }
    return new ToolFacts(told, catalog.tools().size() - told.size());
  }

  private static Map<String, Object> facts(Catalog.Tool tool) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("server", tool.known().server());
    facts.put("name", tool.known().name());
    facts.put("description", cut(tool.definition().description()));
    Map<String, Object> schema = tool.definition().inputSchema();
    if (JSON.writeValueAsString(schema).length() <= LONGEST_SCHEMA) {
      facts.put("input_schema", schema);
    } else if (schema.get("properties") instanceof Map<?, ?> properties) {
      facts.put("arguments", properties.keySet().stream().limit(50).toList());
    }
    return facts;
  }

  private static String cut(String text) {
    return text.length() > LONGEST_DESCRIPTION ? text.substring(0, LONGEST_DESCRIPTION) : text;
  }
}
