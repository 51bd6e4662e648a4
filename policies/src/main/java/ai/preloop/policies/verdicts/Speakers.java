package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.verdicts.Rulebook.ToolRules;
import java.util.List;
import java.util.stream.Stream;

/** Who speaks of a caller's calls of a tool: everybody's entries, and those for this caller. */
record Speakers(ToolRules rules, List<CompiledEntry> subjects) {

  Stream<CompiledEntry> all() {
    return Stream.concat(rules.entries().stream(), subjects.stream());
  }

  boolean switchOff() {
    return anyDisabled(rules.entries()) || anyDisabled(subjects);
  }

  /** What the strictest of them asks for. */
  Justification justification() {
    Justification everybodys = strictest(rules.entries());
    Justification callers = strictest(subjects);
    return everybodys.compareTo(callers) >= 0 ? everybodys : callers;
  }

  private static boolean anyDisabled(List<CompiledEntry> entries) {
    for (CompiledEntry entry : entries) {
      if (!entry.isEnabled()) {
        return true;
      }
    }
    return false;
  }

  private static Justification strictest(List<CompiledEntry> entries) {
    Justification strictest = Justification.DISABLED;
    for (CompiledEntry entry : entries) {
      if (entry.justification().compareTo(strictest) > 0) {
        strictest = entry.justification();
      }
    }
    return strictest;
  }
}
