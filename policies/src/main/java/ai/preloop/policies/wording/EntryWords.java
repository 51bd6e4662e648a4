package ai.preloop.policies.wording;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an entry says of calls, for everybody or for one subject. */
record EntryWords(@Nullable SubjectEntry subject, EntryLists.Entry named) {

  Stream<Statement> statements() {
    if (!entry().enabled()) {
      return Stream.of(
          statement(0, "Every call of %s is refused: it is switched off".formatted(what())));
    }
    Stream<Statement> rules = entry().conditions().stream().map(this::rule);
    Stream<Statement> rest = Stream.of(otherwise());
    Stream<Statement> more =
        Stream.concat(justification().stream(), output()).map(words -> statement(null, words));
    return Stream.of(rules, rest, more).flatMap(each -> each);
  }

  private Statement rule(Rule rule) {
    String which = rule.number() == 1 ? "A call of %s".formatted(what()) : "Else, a call";
    String words =
        which + condition(rule) + " is " + action(rule.action(), rule.approvalWorkflow());
    String shadow = rule.mode() == Mode.SHADOW ? "; this is only recorded, and does not bind" : "";
    return statement(rule.number(), words + shadow + described(rule));
  }

  private static String condition(Rule rule) {
    Rule.Condition condition = rule.condition();
    return condition == null || condition.expression().isBlank()
        ? ", whatever it says,"
        : " for which `%s` holds".formatted(condition.expression().strip());
  }

  private String action(Action action, @Nullable String workflow) {
    if (action != Action.REQUIRE_APPROVAL) {
      return Actions.word(action);
    }
    String who = workflow == null ? entry().approvalWorkflow() : workflow;
    return who == null
        ? "asked about, by the default approval workflow"
        : "asked about, by the approval workflow `%s`".formatted(who);
  }

  private static String described(Rule rule) {
    String description = rule.description();
    return description == null || description.isBlank()
        ? ""
        : " (described as: %s)".formatted(description.strip());
  }

  private Statement otherwise() {
    String which =
        entry().conditions().isEmpty() ? "Every call of %s".formatted(what()) : "Any other call";
    return statement(0, which + " is " + action(entry().whenNothingMatches(), null));
  }

  private Optional<String> justification() {
    return switch (entry().justification()) {
      case DISABLED -> Optional.empty();
      case OPTIONAL -> Optional.of("The agent may say why it makes the call");
      case REQUIRED -> Optional.of("The agent must say why it makes the call");
    };
  }

  private Stream<String> output() {
    return entry().output().isEmpty()
        ? Stream.empty()
        : Stream.of("What it answers is looked at by %d rules".formatted(entry().output().size()));
  }

  private String what() {
    String name = entry().name();
    String word = named.primitive().word();
    String which =
        name.equals("*")
            ? "every " + word
            : name.endsWith("*")
                ? "%ss whose names begin with `%s`"
                    .formatted(word, name.substring(0, name.length() - 1))
                : "the %s `%s`".formatted(word, name);
    return which + source();
  }

  private String source() {
    String source = entry().source();
    if (source == null) {
      return "";
    }
    return switch (source) {
      case "builtin" -> " of Preloop itself";
      case "mcp" -> " of any MCP server";
      default -> " of the server `%s`".formatted(source);
    };
  }

  private ToolEntry entry() {
    return named.entry();
  }

  private Statement statement(@Nullable Integer rule, String words) {
    SubjectEntry whose = subject;
    String part = whose == null ? named.primitive().section() : "subjects";
    String prefix =
        whose == null ? "" : "For the %s `%s`: ".formatted(whose.type().described(), whose.name());
    return new Statement(part, entry().key(), rule, prefix + words + ".");
  }
}
