package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.ToolEntry;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An entry of a policy as people call it, and who owns it: {@code bash (shell)}, and for one
 * subject {@code bash (shell) for nightly-job (api_key)}.
 */
public record OwnedEntry(String owner, String entry) {

  static Stream<OwnedEntry> naming(OwnedDocument owned, String server) {
    return entries(owned, entry -> server.equals(entry.source()));
  }

  static Stream<OwnedEntry> asking(OwnedDocument owned, String workflow) {
    var asking = entries(owned, entry -> asks(entry, workflow));
    var escalating =
        owned.document().approvalWorkflows().stream()
            .filter(each -> workflow.equals(each.timing().escalationWorkflow()))
            .map(each -> new OwnedEntry(owned.owner(), "approval workflow " + each.name()));
    var defaults =
        Stream.ofNullable(owned.document().defaults())
            .filter(each -> workflow.equals(each.defaultApprovalWorkflow()))
            .map(_ -> new OwnedEntry(owned.owner(), "defaults"));
    return Stream.of(asking, escalating, defaults).flatMap(each -> each);
  }

  private static boolean asks(ToolEntry entry, String workflow) {
    return workflow.equals(entry.approvalWorkflow())
        || entry.conditions().stream().anyMatch(rule -> workflow.equals(rule.approvalWorkflow()));
  }

  private static Stream<OwnedEntry> entries(OwnedDocument owned, Predicate<ToolEntry> which) {
    var forEverybody = names(owned.document().entries(), which);
    var forSubjects =
        owned.document().subjects().stream()
            .flatMap(subject ->
                names(subject.entries(), which).map(name -> name + " for " + subject.key()));
    return Stream.concat(forEverybody, forSubjects)
        .map(name -> new OwnedEntry(owned.owner(), name));
  }

  private static Stream<String> names(EntryLists lists, Predicate<ToolEntry> which) {
    return lists.all().stream()
        .filter(each -> which.test(each.entry()))
        .map(EntryLists.Entry::name);
  }

  @Override
  public String toString() {
    return entry + " of " + owner;
  }
}
