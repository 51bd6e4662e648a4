package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.RegexMatch;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.runtime.CelEvaluationException;

/** Reads CEL, and sees to it that whatever CEL throws becomes a defect. */
final class CelConditions {

  static final Compilation UNREADABLE =
      Defects.only("condition.syntax", "the expression cannot be read");

  private final CelLanguage language;
  private final Lint lint;

  CelConditions(CelLanguage language, RegexMatch regexes) {
    this.language = language;
    this.lint = new Lint(regexes);
  }

  Draft read(String expression) {
    return attempted(() -> draft(expression), new Draft.Refused(UNREADABLE.defects()));
  }

  private Draft draft(String expression) throws CelValidationException {
    CelValidationResult result = language.parse(expression);
    if (result.hasError()) {
      return new Draft.Refused(Defects.unreadable(result.getErrors()));
    }
    CelAbstractSyntaxTree parsed = result.getAst();
    return new CelDraft(language, expression, parsed, lint.expressions(parsed));
  }

  /** CEL throws what it likes for some malformed input, so whatever comes is a defect. */
  @SuppressWarnings("CatchingUnchecked")
  static <T> T attempted(Attempt<? extends T> attempt, T otherwise) {
    try {
      return attempt.made();
    } catch (Exception e) {
      return otherwise;
    }
  }

  /** A step that CEL may end in its own ways. */
  @FunctionalInterface
  interface Attempt<T> {
    T made() throws CelValidationException, CelEvaluationException;
  }
}
