package ai.preloop.activities.policies;

import ai.preloop.policies.documents.OutputRule;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedDocument;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy as a version's row holds it. Schema 1 had rules for tools alone, and schema 2 none for
 * models; both are read as what they say in the one of now.
 */
final class StoredPolicy {

  private static final int FIRST = 1;
  private static final int SCHEMA = 3;
  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(OutputRule.class, NamedOutputRule.class).build();

  private StoredPolicy() {}

  private record Content(int schema, List<OwnedDocument> documents) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "about")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = OutputRule.Fields.class, name = "fields"),
    @JsonSubTypes.Type(value = OutputRule.Matching.class, name = "pattern"),
    @JsonSubTypes.Type(value = OutputRule.Cap.class, name = "max_bytes"),
    @JsonSubTypes.Type(value = OutputRule.Injection.class, name = "injection")
  })
  private interface NamedOutputRule {}

  static String written(AccountPolicy policy) {
    return JSON.writeValueAsString(new Content(SCHEMA, policy.documents()));
  }

  /** Null where it is of a schema that this release does not know; throws where it is of none. */
  static @Nullable AccountPolicy read(String stored) throws JacksonException {
    JsonNode content = JSON.readTree(stored);
    int schema = content.path("schema").asInt(0);
    if (schema < FIRST || schema > SCHEMA) {
      return null;
    }
    for (JsonNode each : content.path("documents")) {
      if (schema == FIRST) {
        document(each.path("document"));
      }
      if (schema < SCHEMA) {
        withModels(each.path("document"));
      }
    }
    return new AccountPolicy(JSON.treeToValue(content, Content.class).documents());
  }

  private static void withModels(JsonNode document) {
    withNoModels(document.path("entries"));
    document.path("subjects").forEach(each -> withNoModels(each.path("entries")));
    if (document.path("defaults").path("unknown") instanceof ObjectNode unknown) {
      unknown.put("models", "ALLOW");
    }
  }

  private static void withNoModels(JsonNode entries) {
    if (entries instanceof ObjectNode object) {
      object.putArray("models");
    }
  }

  private static void document(JsonNode document) {
    entries(document);
    document.path("subjects").forEach(StoredPolicy::entries);
    if (document.path("defaults") instanceof ObjectNode defaults) {
      defaults
          .putObject("unknown")
          .put("resources", "ALLOW")
          .put("prompts", "ALLOW")
          .set("tools", defaults.remove("unknownTools"));
    }
  }

  private static void entries(JsonNode holder) {
    if (holder instanceof ObjectNode object) {
      JsonNode tools = object.remove("tools");
      ObjectNode entries = object.putObject("entries");
      entries.set("tools", tools);
      entries.putArray("resources");
      entries.putArray("prompts");
      tools.forEach(StoredPolicy::output);
    }
  }

  private static void output(JsonNode tool) {
    if (tool instanceof ObjectNode object) {
      object.putArray("output");
    }
  }
}
