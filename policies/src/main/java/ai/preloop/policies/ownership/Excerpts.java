package ai.preloop.policies.ownership;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.ownership.Change.Part;
import ai.preloop.policies.ownership.Content.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** What a document's source says of each of its entries: variables as names, never as values. */
final class Excerpts {

  private static final DumpSettings BLOCK =
      DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();

  private final Map<String, Object> tree;
  private final Map<Entry, String> texts = new HashMap<>();

  private Excerpts(Map<String, Object> tree) {
    this.tree = tree;
  }

  static Map<Entry, String> of(OwnedDocument owned) {
    var document = owned.document();
    var excerpts = new Excerpts(owned.tree());
    excerpts.one(Part.METADATA, "metadata");
    excerpts.one(Part.DEFAULTS, "defaults");
    excerpts.each(Part.SERVER, "mcp_servers", document.mcpServers(), each -> each.name());
    excerpts.each(
        Part.APPROVAL_WORKFLOW,
        "approval_workflows",
        document.approvalWorkflows(),
        each -> each.name());
    for (var primitive : Primitive.values()) {
      var entries = document.entries().of(primitive);
      excerpts.each(Change.of(primitive), primitive.section(), entries, each -> each.key());
    }
    excerpts.each(Part.SUBJECT, "subjects", document.subjects(), each -> each.key());
    return excerpts.texts;
  }

  private void one(Part part, String key) {
    var value = tree.get(key);
    if (value != null) {
      texts.put(new Entry(part, ""), text(value));
    }
  }

  /** A document without errors has its entries in the order in which they are written. */
  private <T> void each(Part part, String key, List<T> entries, Function<T, String> name) {
    if (tree.get(key) instanceof List<?> written && written.size() == entries.size()) {
      for (int i = 0; i < entries.size(); i++) {
        texts.put(new Entry(part, name.apply(entries.get(i))), text(written.get(i)));
      }
    }
  }

  private static String text(Object value) {
    return new Dump(BLOCK).dumpToString(value);
  }
}
