package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.PolicyDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A document as entries that are changed one at a time; {@code tree} is all that is written in it.
 * Each change makes another one, and nothing says yet that it is valid.
 */
public record EditedDocument(
    Map<String, @Nullable Object> tree, List<NamedEntry> workflows, List<NamedEntry> tools) {

  /** The owner of what people make by hand. */
  public static final String CONSOLE = PolicyDocument.BY_HAND;

  private static final DumpSettings BLOCK =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setDereferenceAliases(true)
          .setWidth(Integer.MAX_VALUE)
          .setSchema(new CoreSchema())
          .build();

  /** What a document has a list of. */
  public enum Section {
    WORKFLOWS("approval_workflows"),
    TOOLS("tools");

    private final String key;

    Section(String key) {
      this.key = key;
    }

    /** Where one of its entries stands in a document. */
    public String path(int index) {
      return "$.%s[%d]".formatted(key, index);
    }
  }

  public EditedDocument {
    workflows = List.copyOf(workflows);
    tools = List.copyOf(tools);
  }

  /** A document that is there, with the ids of its entries. */
  public static EditedDocument of(OwnedDocument document, EntryIds ids) {
    var tree = new LinkedHashMap<String, @Nullable Object>(document.tree());
    return new EditedDocument(
        tree,
        entries(tree, Section.WORKFLOWS, ids.workflows(), List.of()),
        entries(tree, Section.TOOLS, ids.tools(), ids.rules()));
  }

  /** The one that is to be the first of what is made by hand. */
  public static EditedDocument begun() {
    var tree = new LinkedHashMap<String, @Nullable Object>();
    tree.put("version", "1.0");
    tree.put("metadata", Map.of("name", CONSOLE));
    return new EditedDocument(tree, List.of(), List.of());
  }

  public List<NamedEntry> entries(Section section) {
    return switch (section) {
      case WORKFLOWS -> workflows;
      case TOOLS -> tools;
    };
  }

  public Optional<NamedEntry> find(Section section, UUID id) {
    return entries(section).stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /** In the place of the one that has its id, or at the end. */
  public EditedDocument with(Section section, NamedEntry entry) {
    var next = new ArrayList<>(entries(section));
    int place = ids(section).indexOf(entry.id());
    if (place < 0) {
      next.add(entry);
    } else {
      next.set(place, entry);
    }
    return with(section, next);
  }

  public EditedDocument without(Section section, UUID id) {
    return with(section, entries(section).stream().filter(each -> !each.id().equals(id)).toList());
  }

  public EntryIds ids() {
    return EntryIds.of(workflows, tools);
  }

  /** All of it as YAML, without the comments that a person may have written. */
  public String source() {
    return written(tree);
  }

  static String written(Map<String, ?> tree) {
    return new Dump(BLOCK).dumpToString(tree);
  }

  private List<UUID> ids(Section section) {
    return entries(section).stream().map(NamedEntry::id).toList();
  }

  private EditedDocument with(Section section, List<NamedEntry> entries) {
    var next = new LinkedHashMap<String, @Nullable Object>(tree);
    if (entries.isEmpty()) {
      next.remove(section.key);
    } else {
      next.put(section.key, entries.stream().map(NamedEntry::written).toList());
    }
    return switch (section) {
      case WORKFLOWS -> new EditedDocument(next, entries, tools);
      case TOOLS -> new EditedDocument(next, workflows, entries);
    };
  }

  private static List<NamedEntry> entries(
      Map<String, @Nullable Object> tree, Section section, List<UUID> ids, List<List<UUID>> rules) {
    var entries = new ArrayList<NamedEntry>();
    if (tree.get(section.key) instanceof List<?> written) {
      for (int i = 0; i < written.size(); i++) {
        entries.add(
            new NamedEntry(
                ids.get(i), keys(written.get(i)), i < rules.size() ? rules.get(i) : List.of()));
      }
    }
    return entries;
  }

  private static Map<String, @Nullable Object> keys(@Nullable Object written) {
    var keys = new LinkedHashMap<String, @Nullable Object>();
    if (written instanceof Map<?, ?> map) {
      map.forEach((key, value) -> keys.put(String.valueOf(key), value));
    }
    return keys;
  }
}
