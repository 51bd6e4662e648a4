package ai.preloop.activities.oauth;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose access to a server is granted: the account's, or one person's. */
public record GrantKey(OAuthServer server, @Nullable UUID user) {

  String accessName() {
    return name("access");
  }

  String refreshName() {
    return name("refresh");
  }

  private String name(String what) {
    String whose = Optional.ofNullable(user).map(UUID::toString).orElse("account");
    return server.secrets() + whose + "/" + what;
  }

  /** What is said where more has to be granted. */
  String wanting(List<String> scopes) {
    return "The server %s wants more than was granted for this (%s): authorise it again with `preloop servers authorize %s`, or POST to /api/v1/mcp-servers/%s/oauth/authorize%s."
        .formatted(
            server.name(),
            String.join(" ", scopes),
            server.name(),
            server.id(),
            user == null ? "" : " as yourself");
  }

  /** What is said where nothing is granted. */
  public String missing() {
    return user == null && !server.settings().isPerPerson()
        ? "The server %s is not authorised yet: whoever administers the account runs `preloop servers authorize %s`, or POSTs to /api/v1/mcp-servers/%s/oauth/authorize."
            .formatted(server.name(), server.name(), server.id())
        : "The server %s is used by each person with an access of their own, and you have granted none yet: run `preloop servers authorize %s`, or POST to /api/v1/mcp-servers/%s/oauth/authorize as yourself."
            .formatted(server.name(), server.name(), server.id());
  }
}
