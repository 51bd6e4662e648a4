package ai.preloop.activities.database;

import ai.preloop.activities.embedded.TestDatabase;

/** Databases with the product's schema and nothing in it: made once by migrating, then copied. */
public final class MigratedDatabase {

  private MigratedDatabase() {}

  public static TestDatabase fresh() {
    return Migrated.TEMPLATE.copy();
  }

  private static final class Migrated {

    static final TestDatabase TEMPLATE = made();

    private static TestDatabase made() {
      TestDatabase empty = TestDatabase.fresh();
      new DatabaseConfiguration()
          .migrations(new DatabaseSettings(empty.jdbcUrl(), empty.user(), empty.password(), 1, 1));
      return empty;
    }
  }
}
