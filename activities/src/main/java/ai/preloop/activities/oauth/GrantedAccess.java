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
  private final WantedScopes wanted;

  GrantedAccess(Grants grants, WantedScopes wanted) {
    this.grants = grants;
    this.wanted = wanted;
  }

  /** All grants of one account, read once. */
  public Granted read(JdbcClient jdbc, AccountId account) {
    return new Granted(this, new GrantRows(jdbc).all(account));
  }

  /**
   * How a grant stands: until when its token is good, or why it is good for nothing; and the scopes
   * that were granted, and those that the server wants beside them.
   */
  public record Standing(
      Instant authorizedAt,
      @Nullable Instant expiresAt,
      @Nullable String failure,
      List<String> scopes,
      List<String> wanted) {

    public Standing {
      scopes = List.copyOf(scopes);
      wanted = List.copyOf(wanted);
    }
  }

  /** The grants of an account. */
  public static final class Granted {

    private final GrantedAccess access;
    private final List<Row> rows;

    private Granted(GrantedAccess access, List<Row> rows) {
      this.access = access;
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
      return row(key).map(row -> new GrantTokens(access.grants, access.wanted, key, row.id()));
    }

    public Optional<Standing> standing(GrantKey key) {
      return row(key)
          .map(row ->
              new Standing(
                  row.authorizedAt(), row.expiresAt(), row.failure(), row.scopes(), row.wanted()));
    }

    private Optional<Row> row(GrantKey key) {
      return rows.stream()
          .filter(row -> row.server().equals(key.server().id()))
          .filter(row -> Objects.equals(row.user(), key.user()))
          .findFirst();
    }
  }
}
