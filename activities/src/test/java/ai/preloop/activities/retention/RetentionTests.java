package ai.preloop.activities.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.AuditFixtures;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.workflows.identity.AccountId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTests {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private DatabaseFixture fixture;
  private AccountId account;
  private Retention retention;

  @BeforeEach
  void migrate() {
    fixture = DatabaseFixture.migrated();
    account = fixture.account("default");
    retention = new Retention(fixture.database(), meters);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void clearsResultsAfterThirtyDaysAndKeepsTheirOutcome() {
    execution("29 days");
    execution("31 days");
    retention.clear();

    assertThat(count("executions where result is not null and error is null")).isOne();
    assertThat(count("executions where result is null and error like '%30 days%'")).isOne();
    assertThat(count("executions where status = 'succeeded'")).isEqualTo(2);
    assertThat(meters.counter("preloop.retention.cleared", "of", "results").count()).isOne();
  }

  @Test
  void clearsIdempotencyKeysAfterADay() {
    key("23 hours");
    key("25 hours");
    retention.clear();
    assertThat(count("idempotency_keys")).isOne();
  }

  @Test
  void clearsRuntimeTokensADayAfterTheirEnd() {
    token("25 hours");
    token("23 hours");
    token("-1 hours");
    retention.clear();
    assertThat(count("runtime_tokens")).isEqualTo(2);
  }

  @Test
  void clearsMoreThanOneBatch() {
    write(
        """
        insert into idempotency_keys (account_id, principal, route, key, body_digest, created_at)
        select '%s', 'p', 'r', n::text, '', now() - interval '2 days'
        from generate_series(1, 2500) n
        """
            .formatted(account));
    retention.clear();
    assertThat(count("idempotency_keys")).isZero();
  }

  @Test
  void clearsSessionsThatNobodyUsedForThirtyDays() {
    UUID server = server();
    session("29 days", server);
    session("31 days", server);
    retention.clear();
    assertThat(count("mcp_sessions")).isOne();
    assertThat(count("upstream_sessions")).isOne();
    assertThat(count("upstream_sessions u join mcp_sessions m on m.id = u.mcp_session_id")).isOne();
  }

  @Test
  void clearsLinksThatShowNothingAnyMore() {
    UUID approval = AuditFixtures.approval(database(), account, 1);
    UUID user = UUID.randomUUID();
    write(
        """
        insert into users (id, account_id, username, role, password_hash)
        values ('%s', '%s', 'ana', 'owner', '-')
        """
            .formatted(user, account));
    for (String age : new String[] {"29 days", "31 days"}) {
      write(
          """
          insert into approval_links (id, account_id, approval_id, user_id, token_hash, expires_at)
          values (gen_random_uuid(), '%s', '%s', '%s', '%s', now() - interval '%s')
          """
              .formatted(account, approval, user, age, age));
    }
    retention.clear();
    assertThat(count("approval_links")).isOne();
  }

  private void execution(String age) {
    UUID approval = AuditFixtures.approval(database(), account, 1);
    write(
        """
        insert into executions (approval_id, round, account_id, claim, status, result, finished_at)
        values ('%s', 1, '%s', 'c', 'succeeded', 'sealed', now() - interval '%s')
        """
            .formatted(approval, account, age));
  }

  private void key(String age) {
    write(
        """
        insert into idempotency_keys (account_id, principal, route, key, body_digest, created_at)
        values ('%s', 'p', 'r', '%s', '', now() - interval '%s')
        """
            .formatted(account, age, age));
  }

  private void token(String sinceItsEnd) {
    write(
        """
        with owner as (
          insert into users (id, account_id, username, role, password_hash)
          values (gen_random_uuid(), '%1$s', gen_random_uuid()::text, 'member', '') returning id),
        key as (
          insert into api_keys (id, account_id, user_id, name, prefix, key_hash, scopes)
          select gen_random_uuid(), '%1$s', id, id::text, id::text, '', '{mcp:call}' from owner
          returning id)
        insert into runtime_tokens (id, account_id, key_id, token_hash, scopes, expires_at)
        select gen_random_uuid(), '%1$s', id, sha256(id::text::bytea), '{mcp:call}',
          now() - interval '%2$s' from key
        """
            .formatted(account, sinceItsEnd));
  }

  private UUID server() {
    UUID server = UUID.randomUUID();
    write(
        """
        insert into mcp_servers (id, account_id, name, url, transport, auth_type, owner, status)
        values ('%s', '%s', 's', 'https://s.example', 'streamable-http', 'none', 'console', 'new')
        """
            .formatted(server, account));
    return server;
  }

  private void session(String age, UUID server) {
    UUID session = UUID.randomUUID();
    write(
        """
        insert into mcp_sessions
          (id, account_id, subject_type, subject_id, protocol_version, client, used_at)
        values ('%s', '%s', 'user', gen_random_uuid(), '2025-11-25', '{}', now() - interval '%s')
        """
            .formatted(session, account, age));
    write(
        """
        insert into upstream_sessions
          (account_id, mcp_session_id, server_id, url, credential, protocol_version, opened_at)
        values ('%s', '%s', '%s', 'http://127.0.0.1/mcp', '', '2025-11-25', now() - interval '40 days')
        """
            .formatted(account, session, server));
  }

  private void write(String sql) {
    database().doInAccount(account, jdbc -> jdbc.sql(sql).update());
  }

  private long count(String from) {
    return database()
        .inAccount(
            account, jdbc -> jdbc.sql("select count(*) from " + from).query(Long.class).single());
  }

  private Database database() {
    return fixture.database();
  }
}
