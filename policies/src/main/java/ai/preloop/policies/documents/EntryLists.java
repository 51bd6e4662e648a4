package ai.preloop.policies.documents;

import ai.preloop.policies.conditions.Primitive;
import java.util.List;
import java.util.stream.Stream;

/** What is said of tools, resources, prompts and models: by a document, or for one subject. */
public record EntryLists(
    List<ToolEntry> tools,
    List<ToolEntry> resources,
    List<ToolEntry> prompts,
    List<ToolEntry> models) {

  public static final EntryLists NONE = ofTools(List.of());

  public EntryLists {
    tools = List.copyOf(tools);
    resources = List.copyOf(resources);
    prompts = List.copyOf(prompts);
    models = List.copyOf(models);
  }

  public static EntryLists ofTools(List<ToolEntry> tools) {
    return new EntryLists(tools, List.of(), List.of(), List.of());
  }

  public List<ToolEntry> of(Primitive primitive) {
    return switch (primitive) {
      case TOOL -> tools;
      case RESOURCE -> resources;
      case PROMPT -> prompts;
      case MODEL -> models;
    };
  }

  /** An entry, and what it speaks of. */
  public record Entry(Primitive primitive, ToolEntry entry) {

    /** How records and people call it: {@code bash (mcp)}, {@code prompt review (docs)}. */
    public String name() {
      return primitive == Primitive.TOOL ? entry.key() : primitive.word() + " " + entry.key();
    }
  }

  /** Those of tools, then those of resources, of prompts and of models. */
  public List<Entry> all() {
    return Stream.of(Primitive.values())
        .flatMap(primitive -> of(primitive).stream().map(each -> new Entry(primitive, each)))
        .toList();
  }

  /** The same without where it stands, for comparing what is said. */
  EntryLists unplaced() {
    return new EntryLists(
        unplaced(tools), unplaced(resources), unplaced(prompts), unplaced(models));
  }

  private static List<ToolEntry> unplaced(List<ToolEntry> entries) {
    return entries.stream().map(ToolEntry::unplaced).toList();
  }
}
