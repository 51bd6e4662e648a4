package ai.preloop.activities.oauth;

import ai.preloop.activities.oauth.GrantRows.Row;
import ai.preloop.activities.upstream.BearerTokens;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was granted to an account and its people, as it is when it is looked at. */
public final class GrantedAccess {

  private final Grants grants;

  GrantedAccess(Grants grants) {
    this.grants = grants;
  }

  /** All grants of one account, read once. */
  public Granted read(JdbcClient jdbc, AccountId account) {
    return new Granted(grants, new GrantRows(jdbc).all(account));
  }

  /** How a grant stands: until when its token is good, or why it is good for nothing. */
  public record Standing(
      Instant authorizedAt, @Nullable Instant expiresAt, @Nullable String failure) {}

  /** The grants of an account. */
  public static final class Granted {

    private final Grants grants;
    private final List<Row> rows;

    private Granted(Grants grants, List<Row> rows) {
      this.grants = grants;
      this.rows = List.copyOf(rows);
    }

    /** The people who granted themselves access to a server. */
    public List<UUID> people(UUID server) {
      return rows.stream()
          .filter(row -> row.server().equals(server))
          .flatMap(row -> Optional.ofNullable(row.user()).stream())
          .toList();
    }

    /** What signs requests in; empty where nothing is granted. */
    public Optional<BearerTokens> tokens(GrantKey key) {
      return row(key).map(row -> new GrantTokens(grants, key, row.id()));
    }

    public Optional<Standing> standing(GrantKey key) {
      return row(key).map(row -> new Standing(row.authorizedAt(), row.expiresAt(), row.failure()));
    }

    private Optional<Row> row(GrantKey key) {
      return rows.stream()
          .filter(row -> row.server().equals(key.server().id()))
          .filter(row -> Objects.equals(row.user(), key.user()))
          .findFirst();
    }
  }
}
