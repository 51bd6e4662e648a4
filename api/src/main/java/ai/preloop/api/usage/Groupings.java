package ai.preloop.api.usage;

import ai.preloop.activities.usage.Dimension;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What calls are to be grouped by, as it is said. */
final class Groupings {

  static final String DESCRIPTION =
      "One or two of model, provider, key, user, session, agent, flow, execution, team, day, hour (UTC).";

  private Groupings() {}

  static List<Dimension> of(@Nullable List<String> said) {
    return said == null ? List.of() : said.stream().map(Groupings::dimension).toList();
  }

  private static Dimension dimension(String word) {
    return Arrays.stream(Dimension.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(ProblemType.UNPROCESSABLE, "by is one of %s.".formatted(words())));
  }

  private static String words() {
    return Arrays.stream(Dimension.values()).map(Dimension::word).collect(Collectors.joining(", "));
  }
}
