package ai.preloop.policies.reading;

import ai.preloop.policies.functions.RegexMatch;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.regex.Pattern;

/** Checks the rules for what tools answer: each is about fields or about a pattern. */
final class OutputCheck {

  /** RFC 6901, section 3. */
  private static final Pattern POINTER = Pattern.compile("(?:/(?:[^/~]++|~[01])*+)*+");

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
    if (isWritten(rule, "fields") == isWritten(rule, "pattern")) {
      findings.error(
          "key.conflict", rule.path(), "A rule for output has either `fields` or a `pattern`.");
    }
    RegexMatch.faultOf(rule.text("pattern"))
        .ifPresent(fault ->
            findings.error("output.pattern", rule.path() + ".pattern", "This is " + fault + "."));
    var fields = rule.texts("fields");
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
