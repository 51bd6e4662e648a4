package ai.preloop.activities.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Columns in the types that the product speaks. */
public final class Columns {

  /** PostgreSQL's documentation, Date/Time Types. */
  private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("+294276-01-01T00:00:00Z");

  private Columns() {}

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static @Nullable UUID nullableUuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant nullableInstant(ResultSet row, String column)
      throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  /** An instant as a parameter; what is before or after all that PostgreSQL has is infinite. */
  public static OffsetDateTime parameter(Instant instant) {
    if (instant.isBefore(EARLIEST)) {
      return OffsetDateTime.MIN;
    }
    return instant.isBefore(LATEST) ? instant.atOffset(ZoneOffset.UTC) : OffsetDateTime.MAX;
  }

  /** One column of many rows as an array of texts, which PostgreSQL casts; a null stays one. */
  public static <T> @Nullable String[] array(List<T> rows, Function<T, @Nullable Object> column) {
    @Nullable String[] texts = new String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      Object value = column.apply(rows.get(i));
      texts[i] = value == null ? null : value.toString();
    }
    return texts;
  }
}
