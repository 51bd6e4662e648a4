package ai.preloop.activities.webhooks;

import ai.preloop.activities.accounts.Named;
import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An address that an account's events are sent to; {@code last} is null where none was yet. */
public record Webhook(UUID id, Plan plan, Instant createdAt, @Nullable Last last) implements Named {

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_URL = 2_000;

  /** What it is to be; UNPROCESSABLE for what it cannot. */
  public record Plan(String name, URI url) {

    public Plan {
      require(!name.isBlank() && name.length() <= LONGEST_NAME, "name has 1 to 100 characters.");
      require(url.toString().length() <= LONGEST_URL, "url has at most 2000 characters.");
      AddressRules.checkUrl(url);
    }

    private static void require(boolean held, String sentence) {
      if (!held) {
        throw new ProblemException(ProblemType.UNPROCESSABLE, sentence);
      }
    }
  }

  /** What became of the latest event: until {@code endedAt} it is tried again. */
  public record Last(
      String event, int attempts, @Nullable Instant endedAt, @Nullable String error) {}

  /** One that was made, and the secret that signs what is sent to it, which is shown once. */
  public record Made(Webhook webhook, String secret) {}

  @Override
  public String name() {
    return plan.name();
  }
}
