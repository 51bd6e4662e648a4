package ai.preloop.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, for people to read and for programs to compare. */
final class Table {

  private final List<Row> rows = new ArrayList<>();

  /** One figure; {@code bar} says what it should be, and is empty where nothing is asked. */
  record Row(String what, double figure, String unit, String bar) {}

  void add(String what, double figure, String unit, String bar) {
    Row row = new Row(what, Math.round(figure * 1000) / 1000.0, unit, bar);
    rows.add(row);
    System.out.println(line(row));
  }

  String json(Map<String, String> about) {
    Map<String, Object> all = new LinkedHashMap<>(about);
    all.put("rows", rows);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static String line(Row row) {
    return String.format(
        Locale.ROOT, "%-58s %10.2f %-6s %s", row.what(), row.figure(), row.unit(), row.bar());
  }
}
