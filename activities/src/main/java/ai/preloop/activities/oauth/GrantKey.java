package ai.preloop.activities.oauth;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whose access to a server is granted: the account's, or one person's. */
public record GrantKey(OAuthServer server, @Nullable UUID user) {

  private static final int NAMED = 10;

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
            some(scopes),
            server.name(),
            server.id(),
            user == null ? "" : " as yourself");
  }

  /** A sentence that is read at a glance. */
  static String some(List<String> scopes) {
    String named = scopes.stream().limit(NAMED).collect(Collectors.joining(" "));
    return scopes.size() <= NAMED
        ? named
        : "%s and %d more".formatted(named, scopes.size() - NAMED);
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
