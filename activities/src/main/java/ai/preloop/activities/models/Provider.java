package ai.preloop.activities.models;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who serves models, and speaks its own way about it. */
public enum Provider {
  OPENAI,
  ANTHROPIC,
  GEMINI,
  AZURE_OPENAI,
  BEDROCK,
  OPENAI_COMPATIBLE;

  /** UNPROCESSABLE for a word that is no provider's. */
  public static Provider of(String word) {
    return Arrays.stream(values())
        .filter(provider -> provider.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNPROCESSABLE,
                "provider is one of %s; `%s` is none.".formatted(words(), word)));
  }

  /** Whether it has no public address that everybody uses. */
  public boolean needsEndpoint() {
    return switch (this) {
      case OPENAI, ANTHROPIC, GEMINI -> false;
      case AZURE_OPENAI, BEDROCK, OPENAI_COMPATIBLE -> true;
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String words() {
    return Arrays.stream(values()).map(Provider::word).collect(Collectors.joining(", "));
  }
}
