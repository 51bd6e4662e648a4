package ai.preloop.activities.models;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a model may look like; UNPROCESSABLE, with a sentence, for what they may not.
 */
final class ModelSyntax {

  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9._:/@-]{1,128}");
  private static final Pattern IDENTIFIER = Pattern.compile("[!-~]{1,256}");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");

  private ModelSyntax() {}

  static void requireAlias(String alias) {
    require(
        ALIAS.matcher(alias).matches(),
        "An alias has 1 to 128 letters, digits and . _ : / - @; `%s` is none.".formatted(alias));
  }

  static void requireIdentifier(@Nullable String identifier) {
    require(
        identifier != null && IDENTIFIER.matcher(identifier).matches(),
        "identifier is the provider's own name for the model: 1 to 256 visible characters.");
  }

  static void requireSecret(String name) {
    require(
        SECRET.matcher(name).matches(),
        "secret is the name of a kept secret: up to 128 letters, digits and . _ / - that begin with"
            + " a letter or digit.");
  }

  static void requireEndpoint(URI endpoint) {
    AddressRules.checkUrl(endpoint);
    require(
        endpoint.getRawQuery() == null,
        "endpoint is a base address and has no query; what a provider wants there is added.");
  }

  static void require(boolean held, String sentence) {
    if (!held) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, sentence);
    }
  }
}
