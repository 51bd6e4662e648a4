package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.ownership.EditedDocument;
import ai.preloop.policies.ownership.EditedDocument.Section;
import ai.preloop.policies.ownership.NamedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.workflows.identity.Ids;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries in force, whoever owns them, and those made by hand one at a time: each change is an
 * upload of the document of {@link EditedDocument#CONSOLE}.
 */
public final class PolicyEntries {

  private static final Scope WRITE = Scope.policyWrite(EditedDocument.CONSOLE);

  private final Database database;
  private final Uploads uploads;

  PolicyEntries(Database database, Uploads uploads) {
    this.database = database;
    this.uploads = uploads;
  }

  /** An entry, whose it is, the version that has it, and what there is to say of it. */
  public record Owned(String owner, int version, NamedEntry entry, List<Finding> findings) {

    public Owned {
      findings = List.copyOf(findings);
    }

    /** Whether it is changed here, and not in a file. */
    public boolean editable() {
      return owner.equals(EditedDocument.CONSOLE);
    }
  }

  /** An entry as somebody writes it, over the version that must be in force, if one must. */
  public record Wanted(Map<String, @Nullable Object> written, @Nullable Integer expectedVersion) {}

  /** Of all owners, in the order of their documents. */
  public List<Owned> list(Principal principal, Section section) {
    principal.require(Scope.ACCOUNT_READ);
    return database
        .inAccount(principal.account(), jdbc -> EntriesInForce.read(jdbc, principal.account()))
        .list(section);
  }

  public Owned get(Principal principal, Section section, UUID id) {
    principal.require(Scope.ACCOUNT_READ);
    return database
        .inAccount(principal.account(), jdbc -> EntriesInForce.read(jdbc, principal.account()))
        .find(section, each -> each.id().equals(id));
  }

  public Owned create(Principal principal, Section section, Wanted wanted) {
    NamedEntry made = NamedEntry.made(wanted.written(), Ids::next);
    return edit(principal, section, wanted.expectedVersion(), _ -> made);
  }

  /** Takes the place of all that the entry said. */
  public Owned replace(Principal principal, Section section, UUID id, Wanted wanted) {
    return edit(
        principal,
        section,
        wanted.expectedVersion(),
        now ->
            now.editable(section, each -> each.id().equals(id))
                .rewritten(wanted.written(), Ids::next));
  }

  public void remove(
      Principal principal, Section section, UUID id, @Nullable Integer expectedVersion) {
    write(
        principal,
        expectedVersion,
        now -> {
          NamedEntry gone = now.editable(section, each -> each.id().equals(id));
          return new Edit(section, now.console().without(section, id), gone);
        });
  }

  /** The tool with the rule behind its last one. */
  public Owned addRule(Principal principal, UUID tool, UUID rule, Wanted wanted) {
    return edit(
        principal,
        Section.TOOLS,
        wanted.expectedVersion(),
        now -> tool(now, tool).withRule(rule, wanted.written()));
  }

  /** The tool with the rule in the place where it was. */
  public Owned replaceRule(Principal principal, UUID rule, Wanted wanted) {
    return edit(
        principal,
        Section.TOOLS,
        wanted.expectedVersion(),
        now -> toolOf(now, rule).withRuleRewritten(rule, wanted.written()));
  }

  public void removeRule(Principal principal, UUID rule, @Nullable Integer expectedVersion) {
    edit(principal, Section.TOOLS, expectedVersion, now -> toolOf(now, rule).withoutRule(rule));
  }

  /** The tool with all its rules, in this order; UNPROCESSABLE when it is not all of them. */
  public Owned order(
      Principal principal, UUID tool, List<UUID> order, @Nullable Integer expectedVersion) {
    return edit(
        principal,
        Section.TOOLS,
        expectedVersion,
        now -> {
          NamedEntry found = tool(now, tool);
          if (order.size() != found.rules().size()
              || !new HashSet<>(order).containsAll(found.rules())) {
            throw new ProblemException(
                ProblemType.UNPROCESSABLE,
                "An order names each of the tool's rules once; it has %d."
                    .formatted(found.rules().size()));
          }
          return found.inOrder(order);
        });
  }

  private static NamedEntry tool(EntriesInForce now, UUID id) {
    return now.editable(Section.TOOLS, each -> each.id().equals(id));
  }

  private static NamedEntry toolOf(EntriesInForce now, UUID rule) {
    return now.editable(Section.TOOLS, each -> each.rules().contains(rule));
  }

  private Owned edit(
      Principal principal,
      Section section,
      @Nullable Integer expectedVersion,
      Function<EntriesInForce, NamedEntry> change) {
    return write(
        principal,
        expectedVersion,
        now -> {
          NamedEntry next = change.apply(now);
          return new Edit(section, now.console().with(section, next), next);
        });
  }

  private Owned write(
      Principal principal,
      @Nullable Integer expectedVersion,
      Function<EntriesInForce, Edit> change) {
    principal.require(WRITE);
    try {
      return written(
          uploads.write(
              principal,
              (jdbc, before) -> {
                before.requireNumber(expectedVersion);
                EntriesInForce now = EntriesInForce.over(jdbc, principal.account(), before);
                Edit edit = change.apply(now);
                now.requireWhatOthersName(edit.document());
                return edit.draft(expectedVersion);
              }));
    } catch (ProblemException e) {
      throw unplaced(e);
    }
  }

  private static Owned written(Writing.Done<Edit> done) {
    return new Owned(
        EditedDocument.CONSOLE,
        done.uploaded().version(),
        done.made().entry(),
        done.uploaded().documents().getFirst().findings().stream()
            .filter(finding -> finding.path().startsWith(done.made().path()))
            .map(PolicyEntries::unplaced)
            .toList());
  }

  /** Lines and columns are those of a text that nobody wrote. */
  private static Finding unplaced(Finding finding) {
    return new Finding(
        finding.severity(), finding.code(), finding.path(), Position.UNKNOWN, finding.message());
  }

  private static ProblemException unplaced(ProblemException e) {
    if (!(e.extensions().get("findings") instanceof List<?> findings)) {
      return e;
    }
    return new ProblemException(
            e.type(),
            e.detail(),
            Map.of("findings", findings.stream().map(each -> unplaced((Finding) each)).toList()))
        .causedBy(e);
  }

  /** What becomes of the document of what is made by hand, and the entry that it is about. */
  private record Edit(Section section, EditedDocument document, NamedEntry entry) {

    String path() {
      return section.path(document.entries(section).indexOf(entry));
    }

    Writing.Draft<Edit> draft(@Nullable Integer expectedVersion) {
      Submission submission =
          Submission.of(document.source().getBytes(StandardCharsets.UTF_8), expectedVersion);
      return new Writing.Draft<>(
          submission, ids -> ids.with(EditedDocument.CONSOLE, document.ids()), this);
    }
  }
}
