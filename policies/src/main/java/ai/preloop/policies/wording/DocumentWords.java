package ai.preloop.policies.wording;

import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.SubjectEntry;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a document says, rule by rule, made of what was read and of nothing that it says of itself.
 */
public final class DocumentWords {

  private DocumentWords() {}

  /** In the order of its sections. */
  public static List<Statement> of(PolicyDocument document) {
    return Stream.of(
            document.mcpServers().stream().map(DocumentWords::server),
            document.approvalWorkflows().stream().map(WorkflowWords::of),
            entries(null, document.entries()),
            document.subjects().stream().flatMap(DocumentWords::subject),
            Stream.ofNullable(document.defaults()).flatMap(DocumentWords::defaults))
        .flatMap(each -> each)
        .toList();
  }

  private static Statement server(McpServerEntry server) {
    String words =
        "The MCP server `%s` is connected at %s; what it says of its own tools is %s."
            .formatted(server.name(), server.url(), server.trusted() ? "believed" : "not believed");
    return new Statement("mcp_servers", server.name(), null, words);
  }

  private static Stream<Statement> subject(SubjectEntry subject) {
    return entries(subject, subject.entries());
  }

  private static Stream<Statement> entries(@Nullable SubjectEntry subject, EntryLists entries) {
    return entries.all().stream().flatMap(each -> new EntryWords(subject, each).statements());
  }

  private static Stream<Statement> defaults(Defaults defaults) {
    Stream<String> said =
        Stream.of(
            "A tool that no entry speaks of is %s."
                .formatted(Actions.word(defaults.unknown().tools())),
            "A tool that appears later is %s."
                .formatted(
                    defaults.requireApprovalForNewTools()
                        ? "asked about until a person accepts it"
                        : "no other than the rest"),
            "A tool whose definition changed is %s until a person accepts it."
                .formatted(changed(defaults.onDefinitionChange())),
            "A call whose condition cannot be evaluated is at least %s."
                .formatted(Actions.word(defaults.onError())),
            "Arguments that break a tool's own schema are %s."
                .formatted(defaults.validateArguments() ? "refused" : "let through"));
    Stream<String> shadow =
        defaults.mode() == Mode.SHADOW
            ? Stream.of("The rules of this document are recorded and do not bind.")
            : Stream.empty();
    return Stream.concat(said, shadow).map(words -> new Statement("defaults", "", null, words));
  }

  private static String changed(Defaults.DefinitionChange change) {
    return switch (change) {
      case ALLOW -> "allowed";
      case REQUIRE_APPROVAL -> "asked about";
      case HOLD -> "refused";
    };
  }
}
