package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.OutputRule;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.documents.Unknowns;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns checked keys into the records of the model. */
final class DocumentBuilder {

  private DocumentBuilder() {}

  static PolicyDocument build(Fields root, Map<String, Place> places) {
    var defaults = root.group("defaults");
    return new PolicyDocument(
        metadata(root.group("metadata")),
        root.groups("mcp_servers").stream().map(DocumentBuilder::server).toList(),
        root.groups("approval_workflows").stream().map(WorkflowBuilder::build).toList(),
        entries(root),
        root.groups("subjects").stream().map(DocumentBuilder::subject).toList(),
        defaults == null ? null : defaults(defaults),
        places);
  }

  private static PolicyDocument.Metadata metadata(@Nullable Fields fields) {
    if (fields == null) {
      return new PolicyDocument.Metadata("", Map.of());
    }
    var extras = new LinkedHashMap<>(fields.values());
    extras.remove("name");
    return new PolicyDocument.Metadata(fields.text("name"), extras);
  }

  private static McpServerEntry server(Fields fields) {
    var authentication = fields.group("auth_config");
    var transport = fields.text("transport");
    return new McpServerEntry(
        fields.text("name"),
        transport.equals(McpServerEntry.STDIO)
            ? McpServerEntry.url(Objects.requireNonNullElse(fields.textOrNull("command"), ""))
            : Objects.requireNonNullElse(fields.textOrNull("url"), ""),
        transport,
        fields.text("auth_type"),
        authentication == null ? Map.of() : authentication.values(),
        fields.flag("trusted"),
        fields.has("max_concurrency") ? fields.whole("max_concurrency") : null,
        fields.position());
  }

  private static SubjectEntry subject(Fields fields) {
    return new SubjectEntry(
        fields.choice("type", SubjectEntry.Type.class),
        fields.text("name"),
        entries(fields),
        fields.position());
  }

  private static EntryLists entries(Fields fields) {
    return new EntryLists(
        fields.groups("tools").stream().map(DocumentBuilder::tool).toList(),
        fields.groups("resources").stream().map(DocumentBuilder::beside).toList(),
        fields.groups("prompts").stream().map(DocumentBuilder::beside).toList(),
        fields.groups("models").stream().map(DocumentBuilder::beside).toList());
  }

  private static ToolEntry tool(Fields fields) {
    return entry(
        fields,
        fields.choice("justification", Justification.class),
        fields.groups("output").stream().map(DocumentBuilder::output).toList());
  }

  private static ToolEntry beside(Fields fields) {
    return entry(fields, Justification.DISABLED, List.of());
  }

  private static ToolEntry entry(
      Fields fields, Justification justification, List<OutputRule> output) {
    return new ToolEntry(
        fields.text("name"),
        fields.shape().keys().containsKey("source")
            ? Sources.meant(fields.textOrNull("source"))
            : null,
        fields.flag("enabled"),
        fields.textOrNull("approval_workflow"),
        justification,
        rules(fields.groups("conditions")),
        fields.choiceOrNull("otherwise", Action.class),
        output,
        fields.position());
  }

  private static OutputRule output(Fields fields) {
    var description = fields.textOrNull("description");
    if (fields.has("max_bytes")) {
      return new OutputRule.Cap(fields.whole("max_bytes"), description);
    }
    if (fields.has("injection")) {
      return new OutputRule.Injection(
          fields.choice("injection", OutputRule.OnInjection.class), description);
    }
    var measure = fields.choice("action", OutputRule.Measure.class);
    var asked = fields.textOrNull("approval_workflow");
    return fields.has("pattern")
        ? new OutputRule.Matching(fields.text("pattern"), measure, description, asked)
        : new OutputRule.Fields(fields.texts("fields"), measure, description, asked);
  }

  private static List<Rule> rules(List<Fields> conditions) {
    var rules = new ArrayList<Rule>();
    for (var fields : conditions) {
      rules.add(
          new Rule(
              rules.size() + 1,
              condition(fields),
              fields.choice("action", Action.class),
              fields.textOrNull("description"),
              fields.textOrNull("approval_workflow"),
              fields.choice("mode", Mode.class),
              fields.flag("overridable"),
              fields.position()));
    }
    return rules;
  }

  private static Rule.@Nullable Condition condition(Fields fields) {
    var expression = fields.text("expression");
    return expression.isBlank()
        ? null
        : new Rule.Condition(expression, fields.choice("condition_type", Language.class));
  }

  private static Defaults defaults(Fields fields) {
    return new Defaults(
        new Unknowns(
            fields.choice("unknown_tools", Action.class),
            fields.choice("unknown_resources", Action.class),
            fields.choice("unknown_prompts", Action.class),
            fields.choice("unknown_models", Action.class)),
        fields.flag("require_approval_for_new_tools"),
        fields.choice("on_definition_change", Defaults.DefinitionChange.class),
        fields.textOrNull("default_approval_workflow"),
        fields.choice("on_error", Action.class),
        fields.flag("validate_arguments"),
        fields.choice("mode", Mode.class));
  }
}
