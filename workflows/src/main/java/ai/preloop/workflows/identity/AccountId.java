package ai.preloop.workflows.identity;

import java.util.UUID;

/** The id of an account (UUIDv7). */
public record AccountId(UUID value) {

  public static AccountId of(String text) {
    return new AccountId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
