package ai.preloop.policies.reading;

import ai.preloop.policies.functions.RegexMatch;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the rules for what tools answer: each is about one thing, and says what is done. */
final class OutputCheck {

  /** RFC 6901, section 3. */
  private static final Pattern POINTER = Pattern.compile("(?:/(?:[^/~]++|~[01])*+)*+");

  private static final List<String> ABOUT = List.of("fields", "pattern", "max_bytes", "injection");

  private final Findings findings;

  OutputCheck(Findings findings) {
    this.findings = findings;
  }

  void run(Fields document) {
    document.groups("tools").forEach(this::tool);
    document.groups("subjects").forEach(subject -> subject.groups("tools").forEach(this::tool));
  }

  private void tool(Fields tool) {
    tool.groups("output").forEach(this::rule);
  }

  private void rule(Fields rule) {
    if (ABOUT.stream().filter(key -> isWritten(rule, key)).count() != 1) {
      findings.error(
          "key.conflict",
          rule.path(),
          "A rule for output has one of `fields`, `pattern`, `max_bytes` and `injection`.");
    }
    action(rule);
    workflow(rule);
    pattern(rule);
    pointers(rule);
  }

  private void action(Fields rule) {
    var wanted = isWritten(rule, "fields") || isWritten(rule, "pattern");
    if (wanted && !isWritten(rule, "action")) {
      findings.error(
          "key.missing", rule.path() + ".action", "Say what is done: pass, redact, ask or deny.");
    } else if (rule.has("action") && (rule.has("max_bytes") || rule.has("injection"))) {
      findings.error(
          "key.conflict", rule.path() + ".action", "Only `fields` and `pattern` have an `action`.");
    }
  }

  private void workflow(Fields rule) {
    if (rule.has("approval_workflow") && !"ask".equals(rule.textOrNull("action"))) {
      findings.error(
          "key.conflict",
          rule.path() + ".approval_workflow",
          "Only a rule with `action: ask` asks somebody.");
    }
  }

  private void pattern(Fields rule) {
    var pattern = rule.text("pattern");
    RegexMatch.faultOf(pattern)
        .or(() -> matchesNothing(rule, pattern))
        .ifPresent(fault ->
            findings.error("output.pattern", rule.path() + ".pattern", "This is " + fault + "."));
  }

  private Optional<String> matchesNothing(Fields rule, String pattern) {
    return rule.has("pattern") && RegexMatch.compile(pattern).matcher("").find()
        ? Optional.of("a pattern that matches where there is no text, and so everywhere")
        : Optional.empty();
  }

  private void pointers(Fields rule) {
    var fields = rule.texts("fields");
    if (rule.has("fields") && fields.isEmpty()) {
      findings.error("output.pointer", rule.path() + ".fields", "Name at least one field.");
    }
    for (int i = 0; i < fields.size(); i++) {
      if (!POINTER.matcher(fields.get(i)).matches()) {
        findings.error(
            "output.pointer",
            Paths.item(rule.path() + ".fields", i),
            "A JSON pointer is empty or begins with a slash, as in /items/0/name (RFC 6901).");
      }
    }
  }

  /** What is written and wrong in itself has been reported already. */
  private boolean isWritten(Fields rule, String key) {
    return findings.places().containsKey(Paths.key(rule.path(), key));
  }
}
