package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole policy document as it was read: immutable, and free of errors. {@code places} has every
 * key that is written down, by its path, whether the records show it or not.
 */
public record PolicyDocument(
    Metadata metadata,
    List<McpServerEntry> mcpServers,
    List<ApprovalWorkflow> approvalWorkflows,
    EntryLists entries,
    List<SubjectEntry> subjects,
    @Nullable Defaults defaults,
    Map<String, Place> places) {

  /** The owner of what people make one by one, and in no file. */
  public static final String BY_HAND = "console";

  /** One that says nothing, of nobody. */
  public static final PolicyDocument EMPTY =
      new PolicyDocument(
          new Metadata("", Map.of()), List.of(), List.of(), List.of(), List.of(), null);

  public PolicyDocument {
    mcpServers = List.copyOf(mcpServers);
    approvalWorkflows = List.copyOf(approvalWorkflows);
    subjects = List.copyOf(subjects);
    places = Map.copyOf(places);
  }

  /** A document that was made, not read, and speaks of tools alone. */
  public PolicyDocument(
      Metadata metadata,
      List<McpServerEntry> mcpServers,
      List<ApprovalWorkflow> approvalWorkflows,
      List<ToolEntry> tools,
      List<SubjectEntry> subjects,
      @Nullable Defaults defaults) {
    this(
        metadata,
        mcpServers,
        approvalWorkflows,
        EntryLists.ofTools(tools),
        subjects,
        defaults,
        Map.of());
  }

  /** What it says of tools to everybody. */
  public List<ToolEntry> tools() {
    return entries.tools();
  }

  /** The owner of everything in the document. */
  public String owner() {
    return metadata.name();
  }

  /** What a document says of itself; {@code extras} are description, author and tags. */
  public record Metadata(String name, Map<String, Object> extras) {

    public Metadata {
      extras = Map.copyOf(extras);
    }
  }
}
