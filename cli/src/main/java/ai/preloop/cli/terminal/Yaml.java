package ai.preloop.cli.terminal;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.NonPrintableStyle;

/** YAML written without hidden characters. */
public final class Yaml {

  private Yaml() {}

  public static String write(Object value) {
    String readable = dump(value, true);
    return Text.hides(readable) ? dump(value, false) : readable;
  }

  private static String dump(Object value, boolean unicode) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setNonPrintableStyle(NonPrintableStyle.ESCAPE)
            .setUseUnicodeEncoding(unicode)
            .setSplitLines(false)
            .build();
    return new Dump(settings).dumpToString(value).stripTrailing();
  }
}
