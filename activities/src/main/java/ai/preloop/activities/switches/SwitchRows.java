package ai.preloop.activities.switches;

import ai.preloop.workflows.identity.AccountId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The switches of an account, in its row. */
final class SwitchRows {

  private SwitchRows() {}

  static Set<Feature> off(JdbcClient jdbc, AccountId account) {
    return read(
        jdbc, "select array_to_string(switched_off, ',') from accounts where id = ?", account);
  }

  /** The same, with nobody else's change of them before the transaction ends. */
  static Set<Feature> lock(JdbcClient jdbc, AccountId account) {
    return read(
        jdbc,
        "select array_to_string(switched_off, ',') from accounts where id = ? for update",
        account);
  }

  private static Set<Feature> read(JdbcClient jdbc, String sql, AccountId account) {
    String words = jdbc.sql(sql).param(account.value()).query(String.class).optional().orElse("");
    return Arrays.stream(words.split(","))
        .filter(word -> !word.isEmpty())
        .map(word -> Feature.valueOf(word.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  static void write(JdbcClient jdbc, AccountId account, Set<Feature> off) {
    String words = off.stream().map(Feature::word).sorted().collect(Collectors.joining(","));
    jdbc.sql("update accounts set switched_off = string_to_array(?, ',') where id = ?")
        .params(words, account.value())
        .update();
  }
}
