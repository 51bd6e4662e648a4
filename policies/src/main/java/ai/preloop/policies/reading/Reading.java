package ai.preloop.policies.reading;

import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Literal;
import ai.preloop.policies.syntax.Severity;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What reading a document gave: the document when nothing is an error, all findings in the order of
 * the source, the credentials that it holds in full, and what is valid in it but not honoured yet.
 */
public record Reading(
    @Nullable PolicyDocument document,
    List<Finding> findings,
    List<Literal> literals,
    List<Finding> unsupported) {

  private static final String SERVERS = "$.mcp_servers[";

  public Reading {
    findings = List.copyOf(findings);
    literals = List.copyOf(literals);
    unsupported = List.copyOf(unsupported);
  }

  static Reading nothing(List<Finding> findings) {
    return new Reading(null, findings, List.of(), List.of());
  }

  public boolean valid() {
    return document != null;
  }

  /**
   * The source with each credential replaced by a reference to the secret that the function names,
   * in a form that YAML and JSON share.
   */
  public String withReferences(String source, Function<Literal, String> secret) {
    var byPlace = new TreeMap<Integer, Literal>();
    literals.forEach(literal -> byPlace.put(literal.start(), literal));
    var text = new StringBuilder();
    int points = 0;
    int at = 0;
    for (var literal : byPlace.values()) {
      int start = source.offsetByCodePoints(at, literal.start() - points);
      int end = source.offsetByCodePoints(start, literal.end() - literal.start());
      var newline = source.charAt(end - 1) == '\n' ? "\n" : "";
      text.append(source, at, start)
          .append("{\"secret\": \"" + secret.apply(literal) + "\"}")
          .append(newline);
      points = literal.end();
      at = end;
    }
    return text.append(source, at, source.length()).toString();
  }

  /** The credentials that a document without errors has in full, of its servers. */
  public List<HeldCredential> credentials() {
    return document == null
        ? List.of()
        : literals.stream().map(each -> HeldCredential.of(each, server(document, each))).toList();
  }

  /** The source in which each of them is the name of the secret that it becomes. */
  public String withReferences(String source) {
    return document == null
        ? source
        : withReferences(
            source, literal -> McpServerEntry.ownSecret(server(document, literal).name()));
  }

  private static McpServerEntry server(PolicyDocument document, Literal literal) {
    var path = literal.path();
    int index = Integer.parseInt(path.substring(SERVERS.length(), path.indexOf(']')));
    return document.mcpServers().get(index);
  }

  /** The same findings about another reading of what was written, its credentials referred to. */
  public Reading of(@Nullable PolicyDocument referring) {
    return new Reading(referring, findings, literals, unsupported);
  }

  /** For putting it in force: what is not honoured yet is an error among the others. */
  public Reading honoured() {
    return unsupported.isEmpty() ? this : new Reading(null, with(unsupported), literals, List.of());
  }

  /** For reading it alone: what is not honoured yet is worth a warning. */
  public Reading announced() {
    var warnings = unsupported.stream().map(each -> each.as(Severity.WARNING)).toList();
    return warnings.isEmpty() ? this : new Reading(document, with(warnings), literals, List.of());
  }

  private List<Finding> with(List<Finding> more) {
    return Stream.concat(findings.stream(), more.stream()).sorted(Finding.IN_SOURCE).toList();
  }

  /** The same reading with every warning raised to an error. */
  public Reading strict() {
    var raised = findings.stream().map(each -> each.as(Severity.ERROR)).toList();
    return new Reading(raised.isEmpty() ? document : null, raised, literals, unsupported);
  }
}
