package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.policy.TestPolicy.Tested;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.testing.TestResult;
import ai.preloop.policies.verdicts.DecidingRule;
import ai.preloop.policies.verdicts.Step;
import java.util.List;
import java.util.Locale;

/** Results as people read them: what holds in a line, what does not with its reasons. */
record TestReport(Screen screen) {

  void print(List<Tested> all) {
    for (Tested tested : all) {
      tested.findings().print(screen);
      String file = Text.line(tested.file().path().toString());
      if (!tested.ran()) {
        screen.line(file + " " + screen.paint(Style.RED, "could not be run"));
        continue;
      }
      tested.results().stream()
          .filter(result -> !result.holds())
          .forEach(each -> failure(file, each));
      screen.line("%s %s".formatted(file, summary(tested)));
    }
  }

  private String summary(Tested tested) {
    int all = tested.results().size();
    return tested.failed() == 0
        ? screen.paint(Style.GREEN, all + (all == 1 ? " test holds" : " tests hold"))
        : screen.paint(Style.RED, "%d of %d tests do not hold".formatted(tested.failed(), all));
  }

  private void failure(String file, TestResult result) {
    screen.line(
        "%s:%d %s %s"
            .formatted(
                file,
                result.test().position().line(),
                screen.paint(Style.RED, "does not hold:"),
                Text.line(result.test().name())));
    result.differences().forEach(each -> screen.line("    " + Text.line(each)));
    result.answer().verdict().basis().steps().forEach(this::step);
  }

  private void step(Step step) {
    DecidingRule rule = step.rule();
    String what = rule.expression() == null ? rule.description() : rule.expression();
    String outcome = step.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    screen.line(
        screen.paint(
                Style.DIM,
                "    tried %s: %s%s"
                    .formatted(
                        rule.number() > 0 ? "rule " + rule.number() : "what holds otherwise",
                        outcome,
                        step.detail().isEmpty() ? "" : " (" + step.detail() + ")"))
            + "  "
            + Text.line(what == null ? "" : what));
  }
}
