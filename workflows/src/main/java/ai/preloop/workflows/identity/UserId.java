package ai.preloop.workflows.identity;

import java.util.UUID;

/** The id of a person (UUIDv7). */
public record UserId(UUID value) {

  public static UserId of(String text) {
    return new UserId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
