package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.stream.Stream;

/** Checks that a subject's rules are about something. */
record SubjectCheck(Findings findings) {

  void run(Fields document) {
    document.groups("subjects").stream().filter(this::isEmpty).forEach(this::report);
  }

  /** What is written and wrong in itself has been reported already. */
  private boolean isEmpty(Fields subject) {
    return Stream.of(Primitive.values())
        .map(each -> Paths.key(subject.path(), each.section()))
        .noneMatch(findings.places()::containsKey);
  }

  private void report(Fields subject) {
    findings.error(
        "key.missing",
        Paths.key(subject.path(), Primitive.TOOL.section()),
        "A subject has rules in `tools`, `resources`, `prompts` or `models`.");
  }
}
